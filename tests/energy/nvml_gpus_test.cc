// SPDX-License-Identifier: MIT
#include "energy/nvml_gpus.h"

#include <gtest/gtest.h>

#include "energy/fake_gpu.h"

namespace mutlua {
namespace {

using testing::Test;

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

std::vector<std::string> ids_of(const Flags& flags) {
  std::vector<std::string> ids;
  for (const Flag& flag : flags) ids.push_back(flag.id);
  return ids;
}
using Ids = std::vector<std::string>;

/// The problem of a machine whose nvmlInit fails.
std::string problem_when_init_gives(int code) {
  FakeNvml fake(with_errors(gpus({}), {{{"function", "nvmlInit_v2"}, {"code", code}}}));
  const NvmlGpus found = fake.find();
  EXPECT_TRUE(found.gpus.empty());
  return found.problem;
}

TEST(NvmlGpus, AreNoneWhereTheDriversLibraryIsNot) {
  LinuxClock clock;
  const NvmlGpus found = find_nvml_gpus(clock, "/nonexistent/libnvidia-ml.so.1");
  EXPECT_TRUE(found.gpus.empty());
  EXPECT_TRUE(has(found.problem, "no NVIDIA driver here: /nonexistent/libnvidia-ml.so.1 was not"))
      << found.problem;
  EXPECT_EQ(found.facts, Json::object());
}

TEST(NvmlGpus, RefuseALibraryThatIsAnotherOne) {
  LinuxClock clock;
  const NvmlGpus found = find_nvml_gpus(clock, "libm.so.6");
  EXPECT_TRUE(has(found.problem, "libm.so.6 is not NVIDIA's management library")) << found.problem;
}

TEST(NvmlGpus, SayWhatIsWrongWithAFileThatIsNoLibrary) {
  const TempFolder folder;
  LinuxClock clock;
  const auto file = folder.write("libnvidia-ml.so.1", "nothing");
  EXPECT_TRUE(has(find_nvml_gpus(clock, file).problem, "cannot load " + file.string()));
}

TEST(NvmlGpus, SayHowToMendADriverThatDoesNotStart) {
  EXPECT_TRUE(has(problem_when_init_gives(kNvmlLibraryNotFound), "CUDA toolkit's stub"));
  EXPECT_TRUE(has(problem_when_init_gives(kNvmlLibraryMismatch), "restart the machine"));
  EXPECT_TRUE(has(problem_when_init_gives(kNvmlNoPermission), "/dev/nvidiactl"));
  EXPECT_TRUE(has(problem_when_init_gives(kNvmlDriverNotLoaded), "modprobe nvidia"));
  EXPECT_TRUE(has(problem_when_init_gives(999), "Unknown Error (NVML error 999)"));
}

TEST(NvmlGpus, SayThatTheDriverListsNone) {
  FakeNvml fake(gpus({}));
  EXPECT_TRUE(has(fake.find().problem, "lists no GPU"));
}

TEST(NvmlGpus, DescribeEachGpu) {
  FakeNvml fake(gpus({{{"uuid", "GPU-aaaa"}, {"pci", "00000000:05:00.0"}, {"power_limit_w", 500}},
                      {{"uuid", "GPU-bbbb"}, {"persistence", false}, {"compute_mode", 3}}}));
  const NvmlGpus found = fake.find();
  EXPECT_EQ(found.problem, "");
  ASSERT_EQ(found.gpus.size(), 2u);
  const std::vector<GpuInfo> infos = infos_of(found.gpus);
  EXPECT_EQ(infos[0].uuid, "GPU-aaaa");
  EXPECT_EQ(infos[0].name, "NVIDIA H200");
  EXPECT_EQ(infos[0].pci, "00000000:05:00.0");
  EXPECT_EQ(infos[0].driver, "580.159.04");
  EXPECT_EQ(infos[0].scope, "gpu_board");
  EXPECT_EQ(infos[0].memory_bytes, std::int64_t{141} << 30);
  EXPECT_TRUE(infos[0].counter && infos[0].samples && infos[0].average);
  EXPECT_EQ(infos[0].power_limit, Watts{500});
  EXPECT_EQ(infos[0].default_power_limit, Watts{700});
  EXPECT_EQ(infos[0].compute_mode, "default");
  EXPECT_EQ(infos[1].index, 1);
  EXPECT_EQ(infos[1].persistence, false);
  EXPECT_EQ(infos[1].compute_mode, "exclusive_process");
  EXPECT_EQ(found.gpus[1]->gauges()[0].column, "gpu1.average_mw");
  EXPECT_EQ(found.notes.size(), 0u);
  EXPECT_EQ(found.facts["driver"], "580.159.04");
  EXPECT_EQ(found.facts["missing"], Json::array());
  EXPECT_EQ(found.facts["gpus"][0]["architecture"], "Hopper");
}

TEST(NvmlGpus, LeaveUnknownSettingsAbsent) {
  FakeNvml fake(one_gpu({{"persistence", nullptr},
                         {"mig", nullptr},
                         {"compute_mode", nullptr},
                         {"power_limit_w", nullptr},
                         {"default_power_limit_w", nullptr}}));
  const GpuInfo info = fake.find().gpus.at(0)->info();
  EXPECT_FALSE(info.persistence || info.mig || info.compute_mode);
  EXPECT_FALSE(info.power_limit || info.default_power_limit);
}

TEST(NvmlGpus, LeaveOutAGpuThatIsLostAndKeepTheNumbersOfTheOthers) {
  FakeNvml fake(
      with_errors(gpus({Json::object(), Json::object()}),
                  {{{"function", "nvmlDeviceGetHandleByIndex_v2"}, {"code", 15}, {"device", 0}}}));
  const NvmlGpus found = fake.find();
  ASSERT_EQ(found.gpus.size(), 1u);
  EXPECT_EQ(found.gpus[0]->info().index, 1);
  EXPECT_EQ(ids_of(found.notes), Ids{"gpu.unreadable"});
  EXPECT_TRUE(has(found.notes[0].detail, "GPU 0 is left out: GPU is lost"));
}

TEST(NvmlGpus, SayWhyIfNoneOfThoseListedCanBeUsed) {
  FakeNvml fake(
      with_errors(one_gpu(), {{{"function", "nvmlDeviceGetHandleByIndex_v2"}, {"code", 4}}}));
  EXPECT_TRUE(has(fake.find().problem, "Insufficient Permissions"));
}

TEST(NvmlGpus, HoldTheDriverForTheirLife) {
  FakeNvml fake(one_gpu());
  const auto count = fake.function<NvmlReturn (*)(unsigned*)>("nvmlDeviceGetCount_v2");
  unsigned devices = 0;
  {
    std::unique_ptr<Gpu> gpu = std::move(fake.find().gpus.at(0));
    EXPECT_EQ(count(&devices), kNvmlSuccess);
    EXPECT_EQ(gpu->read_counter().error, 0);
  }
  EXPECT_NE(count(&devices), kNvmlSuccess);
}

// codecarbon reported 0 kWh for whole runs on such GPUs.
TEST(NvmlGpus, TakeACounterThatStaysAtZeroForNone) {
  FakeNvml fake(one_gpu({{"counter", {{"always_zero", true}}}}));
  const NvmlGpus found = fake.find();
  EXPECT_FALSE(found.gpus.at(0)->info().counter);
  EXPECT_EQ(found.gpus[0]->read_counter().error, ENOTSUP);
  EXPECT_EQ(ids_of(found.notes), Ids{"gpu.no_counter"});
  EXPECT_TRUE(has(found.notes[0].detail, "stays at 0; its power samples are integrated instead"));
}

TEST(NvmlGpus, WaitForACounterThatHasJustBegun) {
  FakeNvml fake(one_gpu({{"counter", {{"start_mj", 0}}}}));
  EXPECT_TRUE(fake.find().gpus.at(0)->info().counter);
}

TEST(NvmlGpus, SayWhatIsReadInsteadOfACounter) {
  FakeNvml fake(one_gpu({{"counter", nullptr}, {"samples", nullptr}}));
  const NvmlGpus found = fake.find();
  EXPECT_FALSE(found.gpus.at(0)->info().counter || found.gpus[0]->info().samples);
  EXPECT_TRUE(found.gpus[0]->info().average);
  EXPECT_TRUE(has(found.notes.at(0).detail, "Not Supported; its average power is integrated"));
  EXPECT_EQ(found.notes[0].severity, Severity::info);
}

TEST(NvmlGpus, WarnOfOneWithoutAnyReadingOfPower) {
  FakeNvml fake(one_gpu({{"counter", nullptr}, {"samples", nullptr}, {"average", nullptr}}));
  const NvmlGpus found = fake.find();
  EXPECT_FALSE(found.gpus.at(0)->info().average);
  EXPECT_EQ(found.notes.at(0).severity, Severity::warn);
  EXPECT_TRUE(has(found.notes[0].detail, "its energy is unknown"));
}

// A start-up of alumet failed on this.
TEST(NvmlGpus, TakeNothingNewFromAnIdleGpuForSamples) {
  FakeNvml fake(
      with_errors(one_gpu(), {{{"function", "nvmlDeviceGetSamples"}, {"code", kNvmlNotFound}}}));
  EXPECT_TRUE(fake.find().gpus.at(0)->info().samples);
}

TEST(NvmlGpus, SayThatEnergyIsThatOfTheWholeGpuUnderMig) {
  FakeNvml fake(one_gpu({{"mig", true}}));
  const NvmlGpus found = fake.find();
  EXPECT_EQ(found.gpus.at(0)->info().scope, "gpu_board(mig)");
  EXPECT_EQ(found.gpus[0]->info().mig, true);
  EXPECT_EQ(found.gpus[0]->read_counter().error, 0);
}

TEST(NvmlGpus, SayThatAReadingIsThatOfTheModule) {
  FakeNvml fake(one_gpu({{"scopes", {1}}}));
  const NvmlGpus found = fake.find();
  EXPECT_EQ(found.gpus.at(0)->info().scope, "module");
  EXPECT_EQ(ids_of(found.notes), Ids{"gpu.module_scope"});
  std::vector<GaugeValue> values(8);
  found.gpus[0]->read(values);
  EXPECT_EQ(values[0], 80000);
}

TEST(NvmlGpus, PreferTheGpuToTheModule) {
  FakeNvml fake(one_gpu({{"scopes", {0, 1}}}));
  EXPECT_EQ(fake.find().gpus.at(0)->info().scope, "gpu_board");
}

TEST(NvmlGpus, StartFromTheTimingPublishedForTheChip) {
  FakeNvml fake(gpus({{{"architecture", 9}},
                      {{"architecture", 7}, {"name", "NVIDIA A100-SXM4-80GB"}},
                      {{"architecture", 7}, {"name", "NVIDIA RTX A3000"}},
                      {{"architecture", 5}, {"name", "Tesla V100"}}}));
  const std::vector<GpuInfo> infos = infos_of(fake.find().gpus);
  EXPECT_EQ(infos.at(0).average_window, Seconds(1));
  EXPECT_EQ(infos.at(1).average_window, Seconds(0.025));
  EXPECT_EQ(infos.at(2).average_window, Seconds(1));
  EXPECT_EQ(infos.at(3).average_window, Seconds(0.01));
  EXPECT_EQ(infos.at(3).average_period, Seconds(0.02));
  EXPECT_EQ(infos.at(0).timing, "documented");
}

/// Names of functions that a driver may lack.
class OptionalNvmlFunction : public testing::TestWithParam<const char*> {};

TEST_P(OptionalNvmlFunction, TakesOnlyItsOwnReadingAwayIfItIsMissing) {
  FakeNvml fake(one_gpu());
  const NvmlGpus found = fake.find({GetParam()});
  ASSERT_EQ(found.gpus.size(), 1u) << found.problem;
  EXPECT_EQ(found.facts["missing"], Json::array({GetParam()}));
  Gpu& gpu = *found.gpus[0];
  fake.clock().advance(Seconds(3));
  std::vector<GaugeValue> values(8);
  std::vector<PowerSample> samples(256);
  std::vector<GpuProcess> processes(8);
  gpu.read(values);
  int readings = gpu.info().memory_bytes > 0 ? 1 : 0;
  for (const GaugeValue& value : values) readings += value.has_value() ? 1 : 0;
  readings += gpu.read_counter().error == 0 ? 1 : 0;
  readings += gpu.read_samples(0, samples) > 0 ? 1 : 0;
  readings += gpu.read_processes(processes) == 0 ? 1 : 0;
  readings += gpu.read_held_down().power_ns ? 1 : 0;
  EXPECT_GE(readings, 12);  // of 13; fields and average_mw have a substitute
}

INSTANTIATE_TEST_SUITE_P(
    All, OptionalNvmlFunction,
    testing::Values("nvmlErrorString", "nvmlSystemGetDriverVersion", "nvmlDeviceGetName",
                    "nvmlDeviceGetPciInfo_v3", "nvmlDeviceGetArchitecture", "nvmlDeviceGetMigMode",
                    "nvmlDeviceGetPersistenceMode", "nvmlDeviceGetTotalEnergyConsumption",
                    "nvmlDeviceGetSamples", "nvmlDeviceGetFieldValues", "nvmlDeviceGetPowerUsage",
                    "nvmlDeviceGetTemperature", "nvmlDeviceGetUtilizationRates",
                    "nvmlDeviceGetMemoryInfo", "nvmlDeviceGetMemoryInfo_v2",
                    "nvmlDeviceGetViolationStatus"));

TEST(NvmlGpus, AreNoneWithoutTheFunctionsThatFindThem) {
  FakeNvml fake(one_gpu());
  EXPECT_TRUE(has(fake.find({"nvmlDeviceGetCount_v2"}).problem, "not NVIDIA's management library"));
}

}  // namespace
}  // namespace mutlua
