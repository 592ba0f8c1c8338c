// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "energy/fake_gpu.h"
#include "support/allocations.h"

namespace mutlua {
namespace {

TEST(NvmlGpu, AllocatesNothingWhenItIsRead) {
  FakeNvml fake(one_gpu({{"processes", {{{"pid", 447}}, {{"pid", 448}, {"kind", "mps"}}}}}));
  const NvmlGpus found = fake.find();
  Gpu& gpu = *found.gpus.at(0);
  std::vector<PowerSample> samples(256);
  std::vector<GpuProcess> processes(8);
  std::vector<GaugeValue> values(8);
  fake.clock().advance(Seconds(5));
  const AllocationCount allocations;
  const Reading reading = gpu.read_counter();
  const int sampled = gpu.read_samples(0, samples);
  const int processed = gpu.read_processes(processes);
  const HeldDown held = gpu.read_held_down();
  gpu.read(values);
  EXPECT_EQ(allocations.so_far(), 0);
  EXPECT_EQ(reading.error, 0);
  EXPECT_EQ(sampled, 120);
  EXPECT_EQ(processed, 2);
  EXPECT_TRUE(held.power_ns && values[0]);
}

TEST(NvmlGpu, AllocatesNothingWhenReadingFails) {
  Json scenario = one_gpu();
  for (const char* function :
       {"nvmlDeviceGetTotalEnergyConsumption", "nvmlDeviceGetSamples", "nvmlDeviceGetFieldValues",
        "nvmlDeviceGetComputeRunningProcesses_v3", "nvmlDeviceGetTemperature"}) {
    scenario["errors"].push_back({{"function", function}, {"code", 15}, {"from_s", 1}});
  }
  FakeNvml fake(scenario);
  const NvmlGpus found = fake.find();
  Gpu& gpu = *found.gpus.at(0);
  std::vector<PowerSample> samples(256);
  std::vector<GpuProcess> processes(8);
  std::vector<GaugeValue> values(8);
  fake.clock().advance(Seconds(5));
  const AllocationCount allocations;
  const Reading reading = gpu.read_counter();
  const int sampled = gpu.read_samples(0, samples);
  const int processed = gpu.read_processes(processes);
  gpu.read(values);
  EXPECT_EQ(allocations.so_far(), 0);
  EXPECT_EQ(reading.error, ENODEV);
  EXPECT_EQ(sampled + processed, -2);
}

}  // namespace
}  // namespace mutlua
