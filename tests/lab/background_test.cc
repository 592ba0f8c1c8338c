// SPDX-License-Identifier: MIT
#include "lab/background.h"

#include <gtest/gtest.h>

#include "lab/bench.h"

namespace mutlua {
namespace {

struct Started {
  explicit Started(LabBench& bench) : bench_(bench) {
    id = bench.perform("background_start", {{"models", {LabBench::model("b")}}}).at("id");
  }
  Json settle(Json waits) {
    waits["id"] = id;
    return bench_.perform("background_settle", waits);
  }
  Json stop() { return bench_.perform("background_stop", {{"id", id}}); }

  LabBench& bench_;
  Json id;
};

TEST(Background, IsUpWithItsFirstEpoch) {
  LabBench bench;
  Started load(bench);
  const Json settled = load.settle({{"first_epoch", true}});
  EXPECT_TRUE(settled.at("started").get<bool>());
  EXPECT_EQ(settled.at("seconds"), 1.0);
}

TEST(Background, StartsAgainAtOnceAfterEachCompletedRun) {
  LabBench bench;
  Started load(bench);
  bench.perform("sleep", {{"seconds", 41}});
  const Json model = load.stop().at("models")[0];
  EXPECT_EQ(model.at("restarts"), 10);
  EXPECT_EQ(model.at("gaps_seconds"), 0.0);
}

TEST(Background, WaitsLongerAndLongerWhileItKeepsFailing) {
  LabBench bench;
  bench.script("b", {failing_run()});
  Started load(bench);
  bench.perform("sleep", {{"seconds", 3600}});
  const Json model = load.stop().at("models")[0];
  EXPECT_GE(model.at("restarts"), 100);  // at most 30 s of pause
  EXPECT_LE(model.at("restarts"), 140);
}

TEST(Background, ThatKeepsFailingHasNeverStartedAndSaysWhy) {
  LabBench bench;
  bench.script("b", {failing_run(3)});
  Started load(bench);
  const Json settled = load.settle({{"seconds", 600}});
  EXPECT_FALSE(settled.at("started").get<bool>());
  EXPECT_LT(settled.at("seconds").get<double>(), 10);
  const std::string reason = settled.at("reason").get<std::string>();
  EXPECT_NE(reason.find("test/b"), std::string::npos) << reason;
  EXPECT_NE(reason.find("exit status 3"), std::string::npos) << reason;
}

TEST(Background, ThatShowsNoEpochInTimeHasNeverStarted) {
  LabBench bench;
  SimulatedRun silent;
  silent.duration = Seconds(1e6);
  bench.script("b", {silent});
  Started load(bench);
  const Json settled = load.settle({{"first_epoch", true}, {"most_seconds", 20}});
  EXPECT_FALSE(settled.at("started").get<bool>());
  EXPECT_EQ(settled.at("seconds"), 20.0);
  EXPECT_NE(settled.at("reason").get<std::string>().find("no epoch within 20 s"),
            std::string::npos);
}

TEST(Background, ThatCannotBeStartedAgainIsAnErrorAndLeavesNothingOpen) {
  LabBench bench;
  Started load(bench);
  bench.fail_after = 1;
  EXPECT_THROW(bench.perform("sleep", {{"seconds", 10}}), Error);
  bench.restart();
  EXPECT_EQ(bench.processes.running(), 0u);
}

TEST(Background, KeepsSeveralModelsRunningWithLogsOfTheirOwn) {
  LabBench bench;
  const Json models = {LabBench::model("a"), LabBench::model("b")};
  const Json id = bench.perform("background_start", {{"models", models}}).at("id");
  bench.perform("sleep", {{"seconds", 5}});
  const Json report = bench.perform("background_stop", {{"id", id}});
  EXPECT_EQ(report.at("models").size(), 2u);
  EXPECT_NE(bench.launches.at(0).log, bench.launches.at(1).log);
  EXPECT_EQ(bench.processes.running(), 0u);
}

}  // namespace
}  // namespace mutlua
