// SPDX-License-Identifier: MIT
#include "system/machine_state.h"

#include <gtest/gtest.h>

#include <fstream>

#include "support/temp_folder.h"

namespace mutlua {
namespace {

class MachineStateTest : public ::testing::Test {
 protected:
  MachineState state() const {
    return read_machine_state({folder_ / "proc", folder_ / "sys"}, folder_ / "not/there/yet");
  }
  void write_cpu(const std::string& file, const std::string& text) {
    folder_.write("sys/devices/system/cpu/" + file, text);
  }

  TempFolder folder_;
};

TEST_F(MachineStateTest, IsReadFromTheKernelsFiles) {
  folder_.write("proc/stat", "cpu  10 0 0 90 0 0 0 5 0 0\n");
  folder_.write("proc/uptime", "350735.47 234388.90\n");
  folder_.write("proc/vmstat", "nr_free_pages 1\npswpin 3\npswpout 4\n");
  folder_.write("proc/meminfo", "MemTotal: 100 kB\nMemFree: 5 kB\nMemAvailable:   50 kB\n");
  folder_.write("proc/cpuinfo", "processor\t: 0\nflags\t\t: fpu hypervisor lahf_lm\n");
  for (const char* each : {"cpu", "memory", "io"}) {
    folder_.write(std::string("proc/pressure/") + each, "some avg10=2.50 avg60=0 total=77\n");
  }
  write_cpu("cpufreq/policy0/scaling_governor", "powersave\n");
  write_cpu("cpufreq/policy0/energy_performance_preference", "balance_performance\n");
  write_cpu("cpufreq/policy1/scaling_governor", "powersave\n");
  write_cpu("intel_pstate/no_turbo", "0\n");
  write_cpu("cpu0/thermal_throttle/package_throttle_count", "2\n");
  write_cpu("cpu1/thermal_throttle/package_throttle_count", "3\n");

  const MachineState read = state();
  EXPECT_EQ(read.governor, "powersave");
  EXPECT_EQ(read.epp, "balance_performance");
  EXPECT_EQ(read.turbo, true);
  EXPECT_EQ(read.hypervisor, true);
  EXPECT_EQ(read.cpu->busy, 10u);
  EXPECT_EQ(read.io_pressure->total_us, 77u);
  EXPECT_EQ(read.memory_pressure->average10_pct, 2.5);
  EXPECT_EQ(read.swap_in_pages, 3u);
  EXPECT_EQ(read.swap_out_pages, 4u);
  EXPECT_EQ(read.memory_available_bytes, 50 * 1024);
  EXPECT_EQ(read.package_throttles, 5u);
  EXPECT_DOUBLE_EQ(read.uptime->count(), 350735.47);
  EXPECT_GT(read.disk_free_bytes, 0) << "the nearest folder that is there counts";
}

TEST_F(MachineStateTest, IsNullWhereTheKernelDoesNotTell) {
  const Json json = to_json(state());
  for (const auto& [name, value] : json.items()) {
    const bool always = name.ends_with("_ns") || name == "disk_free_bytes";
    EXPECT_EQ(value.is_null(), !always) << name;
  }
}

TEST_F(MachineStateTest, IsNullWhereTheKernelTellsNonsense) {
  for (const char* each : {"stat", "uptime", "vmstat", "meminfo", "pressure/cpu"}) {
    folder_.write(std::string("proc/") + each, "\xff MemAvailable: pswpin -3\ncpu x\n");
  }
  write_cpu("cpu0/thermal_throttle/package_throttle_count", "often\n");
  const MachineState read = state();
  EXPECT_FALSE(read.cpu || read.uptime || read.swap_in_pages || read.memory_available_bytes ||
               read.cpu_pressure || read.package_throttles);
}

TEST_F(MachineStateTest, HasAMixedGovernorWherePoliciesDiffer) {
  write_cpu("cpufreq/policy0/scaling_governor", "powersave\n");
  write_cpu("cpufreq/policy10/scaling_governor", "performance\n");
  EXPECT_EQ(state().governor, "mixed");
}

TEST_F(MachineStateTest, KnowsTurboFromEitherSwitch) {
  write_cpu("cpufreq/boost", "0\n");
  EXPECT_EQ(state().turbo, false);
  write_cpu("cpufreq/boost", "1\n");
  EXPECT_EQ(state().turbo, true);
  write_cpu("intel_pstate/no_turbo", "1\n");
  EXPECT_EQ(state().turbo, false);
}

TEST_F(MachineStateTest, FitsThisMachine) {
  const MachineState here = read_machine_state({}, "/");
  EXPECT_GT(here.cpu->total(), 0u);
  EXPECT_GT(here.memory_available_bytes, 0);
  EXPECT_GE(here.clocks.boottime.count() + here.clocks.width.count(), 0);
  EXPECT_GT(here.clocks.realtime.count(), 0);
  EXPECT_LT(here.clocks.width, std::chrono::seconds(1));
}

TEST(XidWatch, CountsFaultsThatAreWrittenFromNowOn) {
  TempFolder folder;
  const auto log = folder.write("kmsg", "3,1,2,-;NVRM: Xid (PCI:0000:05:00): 13, old\n");
  XidWatch watch(log);
  EXPECT_EQ(watch.count(), 0);
  std::ofstream(log, std::ios::app) << "6,2,3,-;usb 1-1: new device\n"
                                       "3,3,4,-;NVRM: Xid (PCI:0000:05:00): 79, pid=1, fell off\n"
                                       "3,4,5,-;NVRM: Xid (PCI:0000:05:00): 48, ECC\n";
  EXPECT_EQ(watch.count(), 2);
  EXPECT_EQ(watch.newest(), "NVRM: Xid (PCI:0000:05:00): 48, ECC");
  EXPECT_EQ(watch.count(), 2);
}

TEST(XidWatch, KnowsNothingWithoutALog) {
  TempFolder folder;
  EXPECT_FALSE(XidWatch(folder / "none").count());
}

TEST(XidWatch, DoesNotWaitForThisMachinesLog) {
  XidWatch watch;
  EXPECT_EQ(watch.count().value_or(0), 0);
}

}  // namespace
}  // namespace mutlua
