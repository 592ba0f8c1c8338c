// SPDX-License-Identifier: MIT
#include "energy/kernel_gauges.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <map>
#include <string>

#include "support/temp_folder.h"

namespace mutlua {
namespace {

class KernelGaugesTest : public ::testing::Test {
 protected:
  KernelFolders folders() const { return {folder_ / "proc", folder_ / "sys"}; }
  std::string ticks(int count) const {
    return std::to_string(count * ::sysconf(_SC_CLK_TCK) / 100);
  }

  TempFolder folder_;
};

template <typename Source>
std::map<std::string, GaugeValue> read(Source& source) {
  std::vector<GaugeValue> values(source.gauges().size());
  source.read(values);
  std::map<std::string, GaugeValue> named;
  for (std::size_t i = 0; i < values.size(); ++i) named[source.gauges()[i].column] = values[i];
  return named;
}

TEST_F(KernelGaugesTest, AreInMicrosecondsAndKibibytes) {
  folder_.write("proc/stat", "cpu  " + ticks(1000) + " 0 0 " + ticks(7000) + " 0 0 0 " +
                                 ticks(200) + " 0 0\ncpu0 1 1 1 1\n");
  folder_.write("proc/meminfo", "MemTotal: 9 kB\nMemFree: 1 kB\nMemAvailable:    4711 kB\n");
  KernelGauges gauges(folders());
  const auto values = read(gauges);
  EXPECT_EQ(values.at("cpu.busy_us"), 10'000'000);
  EXPECT_EQ(values.at("cpu.steal_us"), 2'000'000);
  EXPECT_EQ(values.at("memory.available_kb"), 4711);
  EXPECT_GT(values.at("self.cpu_us"), 0);
}

TEST_F(KernelGaugesTest, FollowFilesThatChangeWhileTheyAreOpen) {
  folder_.write("proc/meminfo", "MemAvailable: 1 kB\n");
  KernelGauges gauges(folders());
  folder_.write("proc/meminfo", "MemAvailable: 2 kB\n");
  EXPECT_EQ(read(gauges).at("memory.available_kb"), 2);
}

TEST_F(KernelGaugesTest, AreAbsentWhereTheKernelDoesNotTell) {
  folder_.write("proc/meminfo", "garbage");
  KernelGauges fast(folders());
  SlowKernelGauges slow(folders());
  for (const auto& [column, value] : read(fast)) {
    EXPECT_EQ(value.has_value(), column == "self.cpu_us") << column;
  }
  for (const auto& [column, value] : read(slow)) {
    EXPECT_EQ(value.has_value(), column.starts_with("clock.")) << column;
  }
}

TEST_F(KernelGaugesTest, OfTheSlowTierAreRead) {
  folder_.write("proc/pressure/cpu", "some avg10=0.00 avg60=0.00 avg300=0.00 total=12\n");
  folder_.write("proc/pressure/memory", "some avg10=0.00 avg60=0.00 avg300=0.00 total=34\n");
  folder_.write("proc/vmstat", std::string(8000, 'x') + "\npswpin 5\npswpout 6\n");
  folder_.write("sys/devices/system/cpu/cpu0/thermal_throttle/package_throttle_count", "1\n");
  folder_.write("sys/devices/system/cpu/cpu3/thermal_throttle/package_throttle_count", "2\n");
  SlowKernelGauges gauges(folders());
  const auto values = read(gauges);
  EXPECT_EQ(values.at("psi.cpu_us"), 12);
  EXPECT_EQ(values.at("psi.memory_us"), 34);
  EXPECT_EQ(values.at("swap.in_pages"), 5);
  EXPECT_EQ(values.at("swap.out_pages"), 6);
  EXPECT_EQ(values.at("cpu.package_throttles"), 3);
  EXPECT_GT(values.at("clock.realtime_offset_us"), 0);
}

TEST(KernelGauges, OfThisMachineOnlyGrow) {
  KernelGauges gauges{KernelFolders{}};
  auto before = read(gauges);
  for (int i = 0; i < 100; ++i) {
    auto now = read(gauges);
    for (const char* total : {"cpu.busy_us", "cpu.steal_us", "self.cpu_us"}) {
      ASSERT_TRUE(now[total]) << total;
      EXPECT_GE(*now[total], *before[total]) << total;
    }
    before = std::move(now);
  }
}

}  // namespace
}  // namespace mutlua
