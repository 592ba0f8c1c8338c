// SPDX-License-Identifier: MIT
#include "store/record.h"

#include <gtest/gtest.h>

#include "store/examples.h"
#include "store/time_text.h"
#include "store/trial_summary.h"

namespace mutlua {
namespace {

std::vector<std::string> keys(const Json& object) {
  std::vector<std::string> names;
  for (auto it = object.begin(); it != object.end(); ++it) names.push_back(it.key());
  return names;
}

using Keys = std::vector<std::string>;

Keys first(const Json& object, std::size_t count) {
  Keys all = keys(object);
  all.resize(std::min(count, all.size()));
  return all;
}

TEST(Record, BeginsWithTheOldKeysInTheFlatForm) {
  const Json json = record_json(example_record());
  EXPECT_EQ(first(json, 11),
            Keys({"experiment_id", "timestamp", "repository", "model", "hyperparameters",
                  "duration_seconds", "energy_metrics", "performance_metrics", "training_success",
                  "retries", "error_message"}));
  EXPECT_FALSE(json.contains("mode"));
}

TEST(Record, NestsTheTrainingBesideALoad) {
  TrialRecord record = example_record();
  record.backgrounds = {example_background()};
  const Json json = record_json(record);
  EXPECT_EQ(first(json, 5),
            Keys({"experiment_id", "timestamp", "mode", "foreground", "background"}));
  EXPECT_EQ(json["mode"], "parallel");
  EXPECT_EQ(first(json["foreground"], 9),
            Keys({"repository", "model", "hyperparameters", "duration_seconds", "energy_metrics",
                  "performance_metrics", "training_success", "retries", "error_message"}));
  EXPECT_EQ(first(json["background"], 5),
            Keys({"repository", "model", "hyperparameters", "log_directory", "note"}));
  for (const char* name :
       {"command", "attempts", "epochs", "outcome", "effective_hyperparameters"}) {
    EXPECT_TRUE(json["foreground"].contains(name)) << name;
    EXPECT_FALSE(json.contains(name)) << name;
  }
}

TEST(Record, HoldsElevenEnergyFiguresAndNullForTheUnknown) {
  const Json json = record_json(example_record());
  EXPECT_EQ(keys(json["energy_metrics"]), energy_metric_names());
  EXPECT_EQ(json["energy_metrics"]["gpu_energy_total_joules"], 1524.25);
  EXPECT_TRUE(json["energy_metrics"]["cpu_energy_ram_joules"].is_null());
}

TEST(Record, HasEveryNewKeyAtTheTop) {
  TrialRecord record = example_record();
  record.label.reset();
  const Json json = record_json(record);
  for (const char* name : {"schema_version", "identity",
                           "study",          "catalogue",
                           "simulated",      "label",
                           "factors",        "block",
                           "replicate",      "occurrence",
                           "repeat",         "lifetime",
                           "started_at",     "ended_at",
                           "energy",         "execution_number",
                           "quality",        "cooling",
                           "settling",       "emitted",
                           "provenance",     "command",
                           "attempts",       "epochs",
                           "outcome",        "effective_hyperparameters"}) {
    EXPECT_TRUE(json.contains(name)) << name;
  }
  EXPECT_TRUE(json["label"].is_null());
  EXPECT_EQ(json["started_at"], "2026-03-01T12:30:45.123456Z");
  EXPECT_EQ(json["timestamp"], local_text(record.ended));
}

TEST(Record, NamesTheSourceOfEachEffectiveValue) {
  const Json values = record_json(example_record())["effective_hyperparameters"];
  EXPECT_EQ(values["seed"], Json::parse(R"({"value": 1, "source": "catalogue default"})"));
  EXPECT_TRUE(values["dropout"]["value"].is_null());
}

TEST(Record, SaysWhatWasPassedOnlyWhereItIsNotWhatIsRecorded) {
  TrialRecord record = example_record();
  record.backgrounds = {example_background()};
  EXPECT_FALSE(record_json(record)["foreground"].contains("passed_hyperparameters"));
  record.foregrounds[0].passed_hyperparameters = {{"epochs", 10}};
  record.backgrounds[0].passed_hyperparameters = Json::object();
  EXPECT_EQ(record_json(record)["foreground"]["passed_hyperparameters"], (Json{{"epochs", 10}}));
  EXPECT_TRUE(record_json(record)["background"]["passed_hyperparameters"].empty());
}

TEST(Record, GivesAPartialEnergyOnlyWhereItIsKnown) {
  TrialRecord record = example_record();
  EXPECT_FALSE(record_json(record)["energy"].contains("partial_energy_joules"));
  record.total_energy_joules.reset();
  record.partial_energy_joules = 7.0;
  EXPECT_TRUE(record_json(record)["energy"]["total_energy_joules"].is_null());
  EXPECT_EQ(record_json(record)["energy"]["partial_energy_joules"], 7.0);
}

TEST(Record, ListsSeveralTrainingsWithTheFirstRepeated) {
  TrialRecord record = example_record();
  record.foregrounds.push_back(example_training());
  record.foregrounds[1].model = "siamese";
  record.backgrounds = {example_background(), example_background()};
  const Json json = record_json(record);
  ASSERT_EQ(json["foregrounds"].size(), 2u);
  EXPECT_EQ(json["foregrounds"][0], json["foreground"]);
  EXPECT_EQ(json["foregrounds"][1]["model"], "siamese");
  EXPECT_TRUE(json["foregrounds"][1]["energy_metrics"]["gpu_energy_total_joules"].is_null());
  EXPECT_EQ(json["backgrounds"].size(), 2u);
}

TEST(Record, HasNoForegroundWhereOnlyALoadWasMeasured) {
  TrialRecord record = example_record();
  record.foregrounds.clear();
  record.backgrounds = {example_background()};
  record.load.duration_seconds = 120.0;
  const Json json = record_json(record);
  EXPECT_EQ(json["mode"], "background");
  EXPECT_FALSE(json.contains("foreground"));
  EXPECT_FALSE(json.contains("repository"));
  EXPECT_EQ(json["duration_seconds"], 120.0);
  EXPECT_EQ(json["energy_metrics"]["gpu_energy_total_joules"], 1524.25);
}

}  // namespace
}  // namespace mutlua
