// SPDX-License-Identifier: MIT
// What is remarked on in a trial's quality.
#include <gtest/gtest.h>

#include "lab/energy_bench.h"

namespace mutlua {
namespace {

TEST(OtherProcesses, OnAGpuBeforeTheTrialAreFlagged) {
  EnergyBench energy;
  energy.machine.processes = {{.pid = 999, .memory_bytes = 1}};
  Json result = energy.run(kAlone);
  ASSERT_NE(flag_in(result, "gpu.other_process"), nullptr);
  EXPECT_EQ(flag_in(result, "gpu.other_process")->at("severity"), "warn");

  EnergyBench busy;
  busy.machine = energy.machine;
  busy.machine.utilisation = 30;
  result = busy.run(kAlone);
  EXPECT_EQ(flag_in(result, "gpu.other_process")->at("severity"), "error");
}

TEST(OtherProcesses, AreFlaggedWithoutAValueWhereTheUtilisationIsUnknown) {
  EnergyBench energy;
  energy.machine.processes = {{.pid = 999, .memory_bytes = 1}};
  const Json known = energy.run(kAlone);
  ASSERT_NE(flag_in(known, "gpu.other_process"), nullptr);
  EXPECT_EQ(flag_in(known, "gpu.other_process")->at("value"), 0.0);

  EnergyBench untold;
  untold.machine = energy.machine;
  untold.machine.utilisation = std::nullopt;
  const Json result = untold.run(kAlone);
  ASSERT_NE(flag_in(result, "gpu.other_process"), nullptr);
  EXPECT_FALSE(flag_in(result, "gpu.other_process")->contains("value"));
  EXPECT_EQ(flag_in(result, "gpu.other_process")->at("severity"), "warn");
}

TEST(OwnProcesses, ThatTheDriverDoesNotListAreARemark) {
  EnergyBench energy;
  energy.bench.machine.tree = [](int) { return std::set<int>{77}; };
  energy.machine.processes = {{.pid = 77, .memory_bytes = 1}};
  EXPECT_EQ(flag_in(energy.run(kAlone), "gpu.pid_not_seen"), nullptr);

  EnergyBench unseen;
  unseen.bench.machine.tree = energy.bench.machine.tree;
  const Json result = unseen.run(kAlone);
  ASSERT_NE(flag_in(result, "gpu.pid_not_seen"), nullptr);
  EXPECT_EQ(flag_in(result, "gpu.pid_not_seen")->at("severity"), "info");
}

TEST(Thresholds, OfAStudyAreUsedAndEchoedAndMakeNoOtherTrial) {
  EnergyBench energy;
  const Json trial = with_cooling(kAlone, {{"seconds", 12}});
  energy.bench.begin_study({{"thresholds", {{"start_temp_delta.celsius", 10}}}});
  energy.bench.identify({trial, trial});
  energy.bench.measure(trial, 1);
  energy.machine.temperature = 44;
  const Json result = energy.bench.measure(trial, 2).at("result");
  EXPECT_EQ(flag_in(result, "start_temp_delta"), nullptr);
  EXPECT_EQ(result.at("quality").at("thresholds"), (Json{{"start_temp_delta.celsius", 10}}));
  LabBench other;
  EXPECT_THROW(other.begin_study({{"thresholds", {{"no.such", 1}}}}), Error);
}

TEST(MachineFlags, ComeFromTheStatesAroundTheTrial) {
  EnergyBench energy;
  int reads = 0;
  energy.bench.machine.state = [&] {
    MachineState state;
    state.clocks.at = energy.bench.clock.now();
    state.swap_in_pages = static_cast<std::uint64_t>(10 * reads++);
    state.swap_out_pages = 0;
    return state;
  };
  const Json result = energy.run(kAlone);
  ASSERT_NE(flag_in(result, "swap.used"), nullptr);
  EXPECT_EQ(flag_in(result, "swap.used")->at("when"), "during");
}

}  // namespace
}  // namespace mutlua
