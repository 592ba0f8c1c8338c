// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <set>

#include "lab/bench.h"

namespace mutlua {
namespace {

Json trial(Json more = Json::object()) {
  Json json = {{"foregrounds", {LabBench::model("a", {{"epochs", 3}})}}, {"block", "one"}};
  json.update(more);
  return json;
}

/// The treatment that is recorded for a trial.
Json treatment_in(const std::string& study, const Json& trial) {
  LabBench bench;
  bench.begin_study({{"name", study}});
  bench.identify({trial});
  const Json result = bench.measure(trial, 1).at("result");
  const std::filesystem::path folder = result.at("path").get<std::string>();
  return read_json(folder / "experiment.json").at("treatment");
}

TEST(Treatment, IsTheSameInOtherStudiesBlocksAndReplicates) {
  const Json treatment = treatment_in("one", trial());
  EXPECT_EQ(treatment.get<std::string>().size(), 64u);
  EXPECT_EQ(treatment_in("two", trial()), treatment);
  EXPECT_EQ(treatment_in("one", trial({{"block", "two"}, {"label", "x"}})), treatment);
  EXPECT_EQ(treatment_in("one", trial({{"replicate", 2}})), treatment);
}

TEST(Treatment, ChangesWithWhatIsMeasuredAndHow) {
  const std::vector<Json> trials = {
      trial(), trial({{"foregrounds", {LabBench::model("a", {{"epochs", 4}})}}}),
      trial({{"foregrounds", {LabBench::model("b", {{"epochs", 3}})}}}),
      trial({{"backgrounds", {LabBench::model("b")}}}), trial({{"cooling", {{"seconds", 5}}}})};
  std::set<std::string> treatments;
  for (const Json& each : trials) treatments.insert(treatment_in("one", each).get<std::string>());
  EXPECT_EQ(treatments.size(), trials.size());
}

TEST(Treatment, IsNoneOfASentinel) {
  EXPECT_TRUE(treatment_in("one", trial({{"factors", {{"sentinel", true}}}})).is_null());
}

}  // namespace
}  // namespace mutlua
