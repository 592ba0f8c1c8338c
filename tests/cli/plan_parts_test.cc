// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "cli/plan_disk.h"
#include "cli/plan_units.h"
#include "cli/plan_waits.h"
#include "cli/treatment_difference.h"
#include "support/temp_folder.h"

namespace mutlua {
namespace {

TEST(PlanUnits, FitTheSizeOfWhatIsSaid) {
  EXPECT_EQ(span_text(0.42), "0.42 s");
  EXPECT_EQ(span_text(90), "90.0 s");
  EXPECT_EQ(span_text(600), "10.0 min");
  EXPECT_EQ(span_text(3 * 3600), "3.0 h");
  EXPECT_EQ(span_text(500 * 3600), "20.8 d");
  EXPECT_EQ(spans_text(3600, 4 * 3600), "1.0 to 4.0 h");
  EXPECT_EQ(joules_text(820), "820 J");
  EXPECT_EQ(joules_text(12'300), "12.3 kJ");
  EXPECT_EQ(joules_text(3.6e6, 7.2e6), "1.0 to 2.0 kWh");
  EXPECT_EQ(bytes_text(0), "0 B");
  EXPECT_EQ(bytes_text(3.3e9), "3.3 GB");
  EXPECT_EQ(bytes_text(820e6), "820 MB");
}

Json treatment() {
  return {{"study", "s"},
          {"foregrounds",
           {{{"model", "a/b"},
             {"values", {{"epochs", 10}, {"learning_rate", 0.1}}},
             {"argv", {"train", "--lr", "0.1"}}}}},
          {"backgrounds", {{{"model", "c/d"}, {"values", {{"epochs", 1}}}}}},
          {"cooling", {{"seconds", 60.0}}},
          {"gpus", {0}}};
}

TEST(TreatmentDifference, NamesWhatDiffersAsTheScriptDoes) {
  Json now = treatment();
  now["foregrounds"][0]["values"]["learning_rate"] = 0.2;
  now["foregrounds"][0]["argv"][2] = "0.2";
  EXPECT_EQ(treatment_difference(treatment(), now), "learning_rate 0.1 -> 0.2");
  now["cooling"]["seconds"] = 30.0;
  EXPECT_EQ(treatment_difference(treatment(), now),
            "cooling 60.0 s -> 30.0 s, learning_rate 0.1 -> 0.2");
}

TEST(TreatmentDifference, TellsTheLoadFromTheModel) {
  Json now = treatment();
  now["backgrounds"][0]["model"] = "c/e";
  EXPECT_EQ(treatment_difference(treatment(), now), "load's model c/d -> c/e");
  now = treatment();
  now["foregrounds"][0]["values"].erase("epochs");
  EXPECT_EQ(treatment_difference(treatment(), now), "epochs 10 -> none");
}

TEST(TreatmentDifference, FallsBackToTheCommandLine) {
  Json now = treatment();
  now["foregrounds"][0]["argv"].push_back("--fast");
  EXPECT_EQ(treatment_difference(treatment(), now), "its command line");
  EXPECT_EQ(treatment_difference(treatment(), treatment()), "");
}

TEST(TreatmentNames, AreThoseOfWhatDiffersButSeedsAndPlaces) {
  Json other = treatment();
  other["study"] = "t";
  other["block"] = "two";
  other["replicate"] = 2;
  other["foregrounds"][0]["values"]["seed"] = 7;
  other["foregrounds"][0]["argv"].push_back("--seed=7");
  EXPECT_EQ(treatment_names(treatment(), other), std::set<std::string>{});
  other["backgrounds"][0]["values"]["epochs"] = 2;
  other["cooling"]["seconds"] = 30.0;
  EXPECT_EQ(treatment_names(treatment(), other),
            (std::set<std::string>{"cooling", "load's epochs"}));
  other = treatment();
  other["foregrounds"][0]["argv"].push_back("--fast");
  EXPECT_EQ(treatment_names(treatment(), other), std::set<std::string>{"command line"});
}

TEST(DiskNeed, GoesByTheRateOfTracesWithoutEarlierTrialsAndSeesThatADiskIsTooSmall) {
  const TempFolder results;
  const DiskNeed hour = disk_need(results / "not yet", 1, 3600);
  EXPECT_EQ(hour.folders, 0u);
  EXPECT_GT(*hour.bytes, 1e6);
  EXPECT_LT(*hour.bytes, 1e8);
  EXPECT_FALSE(hour.is_short());
  EXPECT_TRUE(disk_need(results.path(), 1, 1e15).is_short());
  EXPECT_FALSE(disk_need(results.path(), 1, std::nullopt).bytes);
  EXPECT_FALSE(std::filesystem::exists(results / "not yet"));
}

PlannedTrial waiting(const Model& model, bool until_idle, bool loaded) {
  TrialSpec spec;
  spec.foregrounds.push_back({.model = &model, .values = {}, .gpus = nullptr});
  if (loaded) spec.backgrounds.push_back({.model = &model, .values = {}, .gpus = nullptr});
  spec.cooling.until_idle = until_idle;
  return {.treatment = std::make_shared<const Treatment>(spec)};
}

TEST(ExpectedWaits, AreExactWhereTheyAreFixedAndBoundsWhereTheyAreNot) {
  const TempFolder results;
  PlanHistory history(results.path(), Catalogue(), {});
  Model model;
  model.name = "a/b";
  const ExpectedWaits fixed =
      expected_waits({waiting(model, false, false), waiting(model, false, true)}, "s", {}, history);
  EXPECT_EQ(fixed.middle, 60 + 60 + 30);
  EXPECT_FALSE(fixed.depend_on_the_machine());
  const ExpectedWaits open = expected_waits({waiting(model, true, false)}, "s", {}, history);
  EXPECT_EQ(open.low, 5);
  EXPECT_EQ(open.high, 600);
  EXPECT_GT(open.middle, 5);
  EXPECT_LT(open.middle, 600);
  PlannedTrial done = waiting(model, true, false);
  done.done = true;
  EXPECT_EQ(expected_waits({done}, "s", {}, history).high, 0);
}

}  // namespace
}  // namespace mutlua
