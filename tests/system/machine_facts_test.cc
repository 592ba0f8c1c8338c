// SPDX-License-Identifier: MIT
#include "system/machine_facts.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include "support/temp_folder.h"

namespace mutlua {
namespace {

class MachineFacts : public ::testing::Test {
 protected:
  Json facts() const { return machine_facts({folder_ / "proc", folder_ / "sys"}); }
  void set_governor(const std::string& core, const std::string& name) {
    folder_.write("sys/devices/system/cpu/" + core + "/cpufreq/scaling_governor", name + "\n");
  }

  TempFolder folder_;
};

TEST_F(MachineFacts, AreReadFromTheKernelsFiles) {
  folder_.write("proc/cpuinfo",
                "processor\t: 0\nmodel name\t: A CPU @ 2.20GHz\n\n"
                "processor\t: 1\nmodel name\t: A CPU @ 2.20GHz\n");
  folder_.write("proc/meminfo", "MemTotal:       16384 kB\nMemFree:        1 kB\n");
  folder_.write("proc/sys/kernel/hostname", "node7\n");
  folder_.write("proc/sys/kernel/osrelease", "6.1.0\n");
  folder_.write("proc/sys/kernel/random/boot_id", "1-2-3\n");
  set_governor("cpu0", "performance");
  set_governor("cpu1", "performance");
  EXPECT_EQ(facts(), Json::parse(R"({"host": "node7", "kernel": "6.1.0", "boot_id": "1-2-3",
      "cpu_model": "A CPU @ 2.20GHz", "logical_cores": 2, "memory_bytes": 16777216,
      "governor": "performance"})"));
}

TEST_F(MachineFacts, AreNullWhereUnknown) {
  const Json unknown = facts();
  EXPECT_EQ(unknown.size(), 7u);
  for (const auto& [name, value] : unknown.items()) EXPECT_TRUE(value.is_null()) << name;
}

TEST_F(MachineFacts, HaveNoGovernorWhereTheCoresDiffer) {
  set_governor("cpu0", "performance");
  set_governor("cpu10", "powersave");
  set_governor("cpuidle", "performance");
  EXPECT_TRUE(facts()["governor"].is_null());
}

TEST_F(MachineFacts, FitThisMachine) {
  const Json here = machine_facts(KernelFolders{});
  EXPECT_EQ(here["logical_cores"], ::sysconf(_SC_NPROCESSORS_ONLN));
  EXPECT_GT(here["memory_bytes"], 1 << 20);
}

}  // namespace
}  // namespace mutlua
