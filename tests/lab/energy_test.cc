// SPDX-License-Identifier: MIT
// What a trial makes of the machine's sensors, GPUs and governor.
#include <gtest/gtest.h>

#include <algorithm>

#include "base/files.h"
#include "lab/bench.h"
#include "lab/fake_sensors.h"

namespace mutlua {
namespace {

/// A bench whose machine has a CPU counter and GPUs.
struct EnergyBench {
  explicit EnergyBench(int gpus = 1)
      : bench([this, gpus](Clock& clock) { return fake_sensors(clock, machine, gpus); }) {}

  Json run(const Json& trial, const Json& study = Json::object()) {
    bench.begin_study(study);
    bench.identify({trial});
    return bench.measure(trial, 1).at("result");
  }

  FakeMachine machine;
  LabBench bench;
};

const Json kAlone = {{"foregrounds", {LabBench::model("a")}}};

Json with_cooling(Json trial, const Json& cooling) {
  trial["cooling"] = cooling;
  return trial;
}

Json record_in(const Json& result) {
  return read_json(std::filesystem::path(result.at("path").get<std::string>()) / "experiment.json");
}

const Json* flag_in(const Json& result, const std::string& id) {
  for (const Json& flag : result.at("quality").at("flags")) {
    if (flag.at("id") == id) return &flag;
  }
  return nullptr;
}

template <typename Action>
Error error_of(const Action& action) {
  try {
    action();
  } catch (const Error& error) {
    return error;
  }
  return {ErrorKind::internal, "no error"};
}

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

TEST(Load, IsReportedForTheTimeOfTheWindow) {
  LabBench bench;
  SimulatedRun run = good_run();
  run.duration = Seconds(20);
  bench.script("a", {run});
  const Json beside = {{"foregrounds", {LabBench::model("a")}},
                       {"backgrounds", {LabBench::model("b")}}};
  bench.begin_study();
  bench.identify({beside});
  const Json result = bench.measure(beside, 1).at("result");
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
  const Json beside = {{"foregrounds", {LabBench::model("a")}},
                       {"backgrounds", {LabBench::model("b")}}};
  bench.begin_study();
  bench.identify({beside});
  const Json result = bench.measure(beside, 1).at("result");
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
  const Json beside = {{"foregrounds", {LabBench::model("a")}},
                       {"backgrounds", {LabBench::model("b")}}};
  const Json record = record_in(energy.run(beside));
  EXPECT_NEAR(record.at("settling").at("energy").at("gpu_joules").get<double>(), 60, 1);
}

}  // namespace
}  // namespace mutlua
