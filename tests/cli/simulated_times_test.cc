// SPDX-License-Identifier: MIT
// --simulate-with times=history: epochs last as earlier measured trainings did.
#include <gtest/gtest.h>

#include "cli/program.h"
#include "support/old_results.h"

namespace mutlua {
namespace {

std::string study(int replicates) {
  return fmt::format(R"(
local mut = require "mutlua"
local study = mut.study {{ name = "s", seed = 5, replicates = {} }}
study:add {{ foreground = mut.model "test/a":with {{ epochs = 5 }} }}
local long = study:run()[1].outcome.duration_seconds > 100
if long then study:add {{ label = "long", foreground = mut.model "test/b" }} study:run() end
)",
                     replicates);
}

/// By the catalogue an epoch takes two seconds.
struct TimesOfHistory : testing::Test {
  TimesOfHistory() {
    Json repository = workshop.repository("train.sh");
    repository["models"] = {{"a", {{"seconds_per_epoch", 2}}}, {"b", {{"seconds_per_epoch", 2}}}};
    workshop.catalogue(repository);
    workshop.script(study(1));
  }

  /// An old training of ten epochs.
  void import(const std::string& session, double seconds) {
    for (int i = 1; i <= 3; ++i) {
      test::write_run(workshop.folder, fmt::format("old/{}/test_a_{:03}", session, i),
                      {.repository = "test",
                       .model = "a",
                       .hyperparameters = {{"epochs", 10}},
                       .timestamp = fmt::format("2026-03-01T20:{:02}:40", i),
                       .seconds = seconds});
    }
    ASSERT_EQ(workshop.mutlua({"import", "old/" + session}).status, 0);
  }

  Ended simulate(const std::string& with) {
    return workshop.run({"--simulate-with", with + ",noise=0"});
  }

  /// Of the trainings of a, in the order of execution.
  std::vector<double> durations() {
    std::map<std::string, double> found;
    for (const Json& record : workshop.records()) {
      if (record.at("model") == "a")
        found[record.at("experiment_id")] = record.at("duration_seconds").get<double>();
    }
    std::vector<double> all;
    for (const auto& [id, seconds] : found) all.push_back(seconds);
    return all;
  }

  Workshop workshop;
};

TEST_F(TimesOfHistory, AreTakenWhereTheyAreAskedForAndTheCataloguesElse) {
  import("run_20260301_200000", 1000);
  ASSERT_EQ(simulate("times=history").status, 0);
  ASSERT_EQ(durations().size(), 1u);
  EXPECT_NEAR(durations().front(), 500, 15);  // the start takes some seconds
  std::filesystem::remove_all(workshop.sessions().back());
  const Ended other = simulate("times=catalogue");
  ASSERT_EQ(other.status, 0) << other.err;
  EXPECT_NEAR(durations().front(), 10, 1);
}

TEST_F(TimesOfHistory, StayAsTheyWereWhenTheSessionBegan) {
  import("run_20260301_200000", 1000);
  ASSERT_EQ(simulate("times=history").status, 0);
  import("run_20260302_200000", 9000);
  import("run_20260303_200000", 9000);
  workshop.script(study(2));
  const Ended ended = simulate("times=history");
  ASSERT_EQ(ended.status, 0) << ended.err;
  ASSERT_EQ(durations().size(), 2u);
  EXPECT_EQ(durations().at(0), durations().at(1));
  EXPECT_EQ(simulate("times=catalogue").status, 2);
}

TEST_F(TimesOfHistory, AreWhatAPlanDecidesBy) {
  const auto trials = [this] {
    const Ended ended = workshop.mutlua({"plan", "study.lua", "--json"});
    EXPECT_EQ(ended.status, 0) << ended.err;
    return parse_json(ended.out, "plan").at("trials").size();
  };
  EXPECT_EQ(trials(), 1u);
  import("run_20260301_200000", 1000);
  EXPECT_EQ(trials(), 2u);
}

}  // namespace
}  // namespace mutlua
