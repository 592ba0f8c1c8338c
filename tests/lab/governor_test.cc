// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <algorithm>

#include "lab/energy_bench.h"

namespace mutlua {
namespace {

TEST(Governor, IsSetForTheTrialsAndPutBackAfterThem) {
  EnergyBench energy;
  const auto policy = energy.bench.folder.write(
      "sys/devices/system/cpu/cpufreq/policy0/scaling_governor", "schedutil\n");
  energy.bench.folder.write("sys/devices/system/cpu/cpufreq/policy0/scaling_available_governors",
                            "performance schedutil\n");
  const std::filesystem::path root = policy.parent_path().parent_path().parent_path();
  const KernelFolders folders{.proc = energy.bench.folder / "proc",
                              .sys = root.parent_path().parent_path().parent_path()};
  std::filesystem::create_directories(energy.bench.folder / "locks");
  GovernorKeeper keeper(-1, folders, energy.bench.folder / "locks");
  energy.bench.machine.governor = &keeper;
  const Json result = energy.run(kAlone, {{"governor", "performance"}});
  const Json record = record_in(result);
  EXPECT_EQ(record.at("provenance").at("governor"), "performance");
  EXPECT_EQ(record.at("provenance").at("governor_set").at("before"), "schedutil");
  EXPECT_EQ(keeper.present(), "performance");
  energy.bench.perform("finish");
  EXPECT_EQ(keeper.present(), "schedutil");
}

TEST(Governor, ThatCannotBeSetEndsTheStudyBeforeItsFirstTrial) {
  LabBench bench;
  bench.begin_study({{"governor", "performance"}});
  bench.identify({kAlone});
  const Error error = error_of([&] { bench.perform("begin_trial", {{"index", 1}}); });
  EXPECT_EQ(error.kind(), ErrorKind::machine);
  EXPECT_NE(std::string(error.what()).find("cpufreq"), std::string::npos);
}

TEST(Governor, ThatIsNotOfferedEndsTheStudyBeforeItsFirstTrial) {
  EnergyBench energy;
  energy.bench.folder.write("sys/devices/system/cpu/cpufreq/policy0/scaling_governor",
                            "schedutil\n");
  energy.bench.folder.write("sys/devices/system/cpu/cpufreq/policy0/scaling_available_governors",
                            "performance schedutil\n");
  GovernorKeeper keeper(-1,
                        {.proc = energy.bench.folder / "proc", .sys = energy.bench.folder / "sys"},
                        energy.bench.folder.path());
  energy.bench.machine.governor = &keeper;
  energy.bench.begin_study();
  Json second = kAlone;
  second["governor"] = "perfomance";
  energy.bench.identify({kAlone, second});
  const Error error = error_of([&] { energy.bench.perform("begin_trial", {{"index", 1}}); });
  EXPECT_EQ(error.kind(), ErrorKind::usage);
  EXPECT_NE(std::string(error.what()).find("performance, schedutil"), std::string::npos);
}

TEST(Governor, ThatIsNotRequiredAndCannotBeSetIsAWarningAndAFlag) {
  EnergyBench energy;
  energy.bench.machine.state = [&] {
    MachineState state;
    state.clocks.at = energy.bench.clock.now();
    return state;
  };
  const Json result =
      energy.run(kAlone, {{"governor", "performance"}, {"governor_required", false}});
  EXPECT_TRUE(result.at("valid").get<bool>());
  ASSERT_NE(flag_in(result, "cpu.governor"), nullptr);
  EXPECT_EQ(flag_in(result, "cpu.governor")->at("severity"), "warn");
  const Json provenance = record_in(result).at("provenance");
  EXPECT_TRUE(provenance.at("governor_set").contains("not_set"));
  const auto warned = std::count_if(
      energy.bench.progress.events.begin(), energy.bench.progress.events.end(),
      [](const ProgressEvent& event) { return std::holds_alternative<Warning>(event); });
  EXPECT_EQ(warned, 1);
}

}  // namespace
}  // namespace mutlua
