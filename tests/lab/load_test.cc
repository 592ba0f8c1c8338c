// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "lab/energy_bench.h"

namespace mutlua {
namespace {

TEST(Load, IsReportedForTheTimeOfTheWindow) {
  LabBench bench;
  SimulatedRun run = good_run();
  run.duration = Seconds(20);
  bench.script("a", {run});
  bench.begin_study();
  bench.identify({kBeside});
  const Json result = bench.measure(kBeside, 1).at("result");
  const Json& window = result.at("background").at("models")[0].at("window");
  EXPECT_EQ(window.at("restarts"), 5);
  EXPECT_EQ(window.at("completed_runs"), 5);
  EXPECT_EQ(window.at("epochs"), 15);
  EXPECT_EQ(window.at("busy_fraction"), 1.0);
  EXPECT_EQ(flag_in(result, "bg.restarts")->at("value"), 5);
  EXPECT_EQ(flag_in(result, "bg.died"), nullptr);
}

TEST(Load, ThatStaysAwayMakesTheTrialInvalid) {
  LabBench bench;
  SimulatedRun run = good_run();
  run.duration = Seconds(200);
  bench.script("a", {run});
  bench.script("b", {good_run(), failing_run()});
  bench.begin_study();
  bench.identify({kBeside});
  const Json result = bench.measure(kBeside, 1).at("result");
  ASSERT_NE(flag_in(result, "bg.died"), nullptr);
  EXPECT_EQ(flag_in(result, "bg.died")->at("severity"), "error");
  EXPECT_NE(flag_in(result, "bg.idle_fraction"), nullptr);
  EXPECT_FALSE(result.at("valid").get<bool>());
}

TEST(Settling, IsOverWithTheLoadsProcessOnTheGpu) {
  EnergyBench energy;
  SimulatedRun silent;
  silent.duration = Seconds(1e6);
  energy.bench.script("b", {silent});
  energy.bench.machine.tree = [](int) { return std::set<int>{77}; };
  const Json id =
      energy.bench.perform("background_start", {{"models", {LabBench::model("b")}}}).at("id");
  energy.machine.processes = {{.pid = 77, .memory_bytes = 1}};
  const Json settled =
      energy.bench.perform("background_settle", {{"id", id}, {"until_training", true}});
  EXPECT_TRUE(settled.at("started").get<bool>());
  EXPECT_NE(settled.at("evidence").get<std::string>().find("process on a GPU"), std::string::npos);
  EXPECT_LE(settled.at("seconds").get<double>(), 2);
}

TEST(Settling, IsOverWithABusyGpuOrAnEpoch) {
  EnergyBench energy;
  SimulatedRun silent;
  silent.duration = Seconds(1e6);
  energy.bench.script("b", {silent});
  energy.machine.utilisation = 50;
  Json id = energy.bench.perform("background_start", {{"models", {LabBench::model("b")}}}).at("id");
  Json settled = energy.bench.perform("background_settle", {{"id", id}, {"until_training", true}});
  EXPECT_EQ(settled.at("evidence"), "GPU busy");
  EXPECT_EQ(settled.at("seconds"), 5.0);

  LabBench blind;
  id = blind.perform("background_start", {{"models", {LabBench::model("b")}}}).at("id");
  settled = blind.perform("background_settle", {{"id", id}, {"until_training", true}});
  EXPECT_EQ(settled.at("evidence"), "first epoch");
}

TEST(Settling, WithoutEvidenceGivesUpAtItsLimit) {
  EnergyBench energy;
  SimulatedRun silent;
  silent.duration = Seconds(1e6);
  energy.bench.script("b", {silent});
  const Json id =
      energy.bench.perform("background_start", {{"models", {LabBench::model("b")}}}).at("id");
  const Json settled = energy.bench.perform(
      "background_settle", {{"id", id}, {"until_training", true}, {"most_seconds", 20}});
  EXPECT_FALSE(settled.at("started").get<bool>());
  EXPECT_EQ(settled.at("seconds"), 20.0);
}

TEST(Settling, TellsRoughlyWhatTheLoadAloneUses) {
  EnergyBench energy;
  const Json record = record_in(energy.run(kBeside));
  EXPECT_NEAR(record.at("settling").at("energy").at("gpu_joules").get<double>(), 60, 1);
}

}  // namespace
}  // namespace mutlua
