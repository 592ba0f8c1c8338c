// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "lab/energy_bench.h"

namespace mutlua {
namespace {

const Json kUntilIdle = {{"until_idle", true}, {"most_seconds", 60}};

TEST(CoolDown, EndsWhenTheMachineIsIdleAndSaysWhatItSaw) {
  EnergyBench energy;
  const Json result = energy.run(with_cooling(kAlone, kUntilIdle));
  const Json record = record_in(result);
  const Json& cooling = record.at("cooling");
  EXPECT_EQ(cooling.at("seconds"), 10.0);
  EXPECT_EQ(cooling.at("start_temperature_c").at("GPU-0000"), 40);
  EXPECT_EQ(cooling.at("idle").at("state"), "no_context");
  EXPECT_EQ(flag_in(result, "cooldown.timeout"), nullptr);
}

TEST(CoolDown, ThatDoesNotComeToRestIsFlagged) {
  EnergyBench energy;
  const Json trial = with_cooling(kAlone, kUntilIdle);
  energy.bench.begin_study();
  energy.bench.identify({trial, trial});
  energy.bench.measure(trial, 1);
  energy.machine.gpu_watts = 90;
  const Json result = energy.bench.measure(trial, 2).at("result");
  ASSERT_NE(flag_in(result, "cooldown.timeout"), nullptr);
  EXPECT_EQ(flag_in(result, "cooldown.timeout")->at("value"), 60.0);
  EXPECT_NE(flag_in(result, "idle.power_drift"), nullptr);
  EXPECT_EQ(result.at("quality").at("energy"), "suspect");
  EXPECT_EQ(result.at("quality").at("performance"), "ok");
}

TEST(CoolDown, WithoutSensorsIsTheLeastTimeAndSaysWhy) {
  LabBench bench;
  const Json cooled = bench.perform("cool", kUntilIdle);
  EXPECT_EQ(cooled.at("seconds"), 5.0);
  EXPECT_NE(cooled.at("reason").get<std::string>().find("no sensor"), std::string::npos);
}

TEST(CoolDown, StartsThatAreWarmerThanTheBlocksAreFlagged) {
  EnergyBench energy;
  const Json trial = with_cooling(kAlone, {{"seconds", 12}});
  energy.bench.begin_study();
  energy.bench.identify({trial, trial});
  EXPECT_EQ(flag_in(energy.bench.measure(trial, 1).at("result"), "start_temp_delta"), nullptr);
  energy.machine.temperature = 44;
  const Json result = energy.bench.measure(trial, 2).at("result");
  ASSERT_NE(flag_in(result, "start_temp_delta"), nullptr);
  EXPECT_EQ(flag_in(result, "start_temp_delta")->at("value"), 4.0);
}

TEST(IdlePerBlock, IsReadOnceAndTakenOffInEachTrialOfTheBlock) {
  EnergyBench energy;
  const Json trial = with_cooling(kAlone, {{"seconds", 12}});
  energy.bench.begin_study({{"idle_per_block", true}});
  energy.bench.identify({trial, trial});
  energy.bench.measure(trial, 1);
  energy.machine.gpu_watts = 160;
  const Json record = record_in(energy.bench.measure(trial, 2).at("result"));
  EXPECT_EQ(record.at("idle_reference").at("trial"), 1);
  EXPECT_NEAR(record.at("idle_reference").at("gpus").at("GPU-0000").get<double>(), 60, 0.5);
  const Json& gpu = record.at("energy").at("gpus")[0];
  EXPECT_NEAR(gpu.at("active_joules").get<double>(), 400, 4);  // 4 s of 100 W above idle
  EXPECT_EQ(gpu.at("idle_ref"), "no_context");
}

}  // namespace
}  // namespace mutlua
