// SPDX-License-Identifier: MIT
// What a trial makes of the machine's energy sensors and GPUs.
#include <gtest/gtest.h>

#include "lab/energy_bench.h"

namespace mutlua {
namespace {

TEST(TrialEnergy, FillsTheFiguresOfTheOldTool) {
  EnergyBench energy;
  energy.machine.temperature = 50;
  const Json result = energy.run(kAlone);
  EXPECT_NEAR(result.at("energy").at("cpu_joules").get<double>(), 80, 0.1);
  EXPECT_NEAR(result.at("energy").at("gpu_joules").get<double>(), 240, 1);
  const Json record = record_in(result);
  const Json& metrics = record.at("energy_metrics");
  EXPECT_NEAR(metrics.at("gpu_energy_total_joules").get<double>(), 240, 1);
  EXPECT_NEAR(metrics.at("gpu_power_avg_watts").get<double>(), 60, 0.3);
  EXPECT_EQ(metrics.at("gpu_power_max_watts"), 60);
  EXPECT_EQ(metrics.at("gpu_temp_max_celsius"), 50);
  EXPECT_NEAR(record.at("energy").at("total_energy_joules").get<double>(), 320, 1);
  EXPECT_FALSE(record.at("energy").contains("partial_energy_joules"));
  EXPECT_EQ(result.at("quality").at("energy"), "ok");
}

TEST(TrialEnergy, HasNoTotalWhereAPartIsUnknown) {
  EnergyBench energy(0);
  const Json record = record_in(energy.run(kAlone));
  EXPECT_TRUE(record.at("energy").at("total_energy_joules").is_null());
  EXPECT_NEAR(record.at("energy").at("partial_energy_joules").get<double>(), 80, 0.1);
  EXPECT_TRUE(record.at("energy_metrics").at("gpu_energy_total_joules").is_null());
}

TEST(TrialEnergy, TellsTheMemoryOfItsOwnProcessesElseThatOfTheBoard) {
  EnergyBench energy;
  energy.machine.memory_used = 7'000'000;
  energy.machine.processes = {{.pid = 77, .memory_bytes = 5'000'000}};
  Json outcome = energy.run(kAlone).at("outcome");
  EXPECT_EQ(outcome.at("peak_gpu_memory_bytes"), 7'000'000);
  EXPECT_EQ(outcome.at("peak_gpu_memory_of"), "board");

  EnergyBench seen;
  seen.machine = energy.machine;
  seen.bench.machine.tree = [](int) { return std::set<int>{77}; };
  outcome = seen.run(kAlone).at("outcome");
  EXPECT_EQ(outcome.at("peak_gpu_memory_bytes"), 5'000'000);
  EXPECT_EQ(outcome.at("peak_gpu_memory_of"), "processes");
}

TEST(NeededEnergy, CountsWhereItIsThere) {
  EnergyBench energy;
  EXPECT_TRUE(
      energy.run(kAlone, {{"needs", {{"energy", {"gpu", "cpu"}}}}}).at("valid").get<bool>());
}

TEST(NeededEnergy, DoesNotCountWhereItIsMissingThoughTheTrainingIsGood) {
  EnergyBench energy;
  energy.machine.counters = false;
  const Json result = energy.run(kAlone, {{"needs", {{"energy", {"cpu"}}}}});
  EXPECT_FALSE(result.at("valid").get<bool>());
  EXPECT_EQ(result.at("quality").at("energy"), "invalid");
  EXPECT_EQ(result.at("quality").at("performance"), "ok");
  EXPECT_NE(result.at("reason").get<std::string>().find("needs.energy: cpu"), std::string::npos);
  EXPECT_EQ(energy.bench.lab().tally().invalid, 1u);
}

TEST(NeededEnergy, ThatNoSensorTellsEndsTheStudyBeforeItsFirstTrial) {
  EnergyBench energy(0);
  energy.bench.begin_study({{"needs", {{"energy", {"gpu"}}}}});
  energy.bench.identify({kAlone});
  const Error error = error_of([&] { energy.bench.perform("begin_trial", {{"index", 1}}); });
  EXPECT_EQ(error.kind(), ErrorKind::machine);
  EXPECT_NE(std::string(error.what()).find("no NVIDIA driver"), std::string::npos) << error.what();
  EXPECT_TRUE(energy.bench.launches.empty());
}

std::string visible_gpus(const Launch& launch) {
  for (const auto& [name, value] : launch.environment) {
    if (name == "CUDA_VISIBLE_DEVICES") return value;
  }
  return "unset";
}

TEST(Gpus, OfTheStudyAreWhatItsTrainingsSeeAndWhatIsMeasured) {
  EnergyBench energy(3);
  const Json result = energy.run(kAlone, {{"gpus", {2}}});
  EXPECT_EQ(visible_gpus(energy.bench.launches.at(0)), "GPU-2000");
  const Json record = record_in(result);
  EXPECT_EQ(record.at("provenance").at("gpus"), Json::array({"GPU-2000"}));
  EXPECT_NEAR(result.at("energy").at("gpu_joules").get<double>(), 240, 1);  // of one of three
  EXPECT_EQ(record.at("command").at("environment").at("CUDA_VISIBLE_DEVICES"), "GPU-2000");
}

TEST(Gpus, OfAModelWinOverThoseOfItsTrial) {
  EnergyBench energy(3);
  Json load = LabBench::model("b");
  load["gpus"] = {1};
  const Json beside = {{"foregrounds", {LabBench::model("a")}}, {"backgrounds", {load}}};
  const Json result = energy.run(beside, {{"gpus", {0}}});
  EXPECT_EQ(visible_gpus(energy.bench.launches.at(0)), "GPU-1000");
  EXPECT_EQ(visible_gpus(energy.bench.launches.at(1)), "GPU-0000");
  EXPECT_EQ(record_in(result).at("provenance").at("gpus").size(), 2u);
}

TEST(Gpus, ThatAreNotThereEndTheStudyBeforeItsFirstTrial) {
  EnergyBench energy(1);
  energy.bench.begin_study({{"gpus", {4}}});
  energy.bench.identify({kAlone});
  const auto begin = [&] { energy.bench.perform("begin_trial", {{"index", 1}}); };
  EXPECT_EQ(error_of(begin).kind(), ErrorKind::script);

  EnergyBench none(0);
  none.bench.begin_study({{"gpus", {0}}});
  none.bench.identify({kAlone});
  const auto begin_none = [&] { none.bench.perform("begin_trial", {{"index", 1}}); };
  EXPECT_EQ(error_of(begin_none).kind(), ErrorKind::machine);
}

TEST(Gpus, AndTheGovernorMakeItAnotherTrial) {
  LabBench bench;
  bench.begin_study();
  Json placed = kAlone;
  placed["gpus"] = {0};
  Json governed = kAlone;
  governed["governor"] = "performance";
  const Json orders = bench.identify({kAlone, placed, governed}).at("orders");
  EXPECT_NE(orders[0], orders[1]);
  EXPECT_NE(orders[0], orders[2]);
}

}  // namespace
}  // namespace mutlua
