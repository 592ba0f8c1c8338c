// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "cli/fake_machine.h"

namespace mutlua {
namespace {

constexpr const char* kStudy = R"(
local mut = require "mutlua"
local study = mut.study { name = "energy" }
study:add { foreground = mut.model "test/a" }
local result = study:run()[1]
print(result.energy.cpu_joules, result.energy.reasons.cpu_joules)
)";

TEST(CpuEnergy, IsWhatTheCountersGainedWhileTheTrainingRan) {
  Workshop workshop;
  const std::string zone = "sys/class/powercap/intel-rapl:0/";
  workshop.folder.write(zone + "name", "package-0\n");
  workshop.folder.write(zone + "max_energy_range_uj", "262143328850\n");
  // The training moves the counter at once, by what no package gains in a reading's time.
  workshop.folder.write(zone + "constraint_0_max_power_uw", "1999000000\n");
  workshop.folder.write(zone + "energy_uj", "1000000\n");
  const Variable root("MUTLUA_SYSFS_ROOT", (workshop.folder / "sys").string());
  workshop.train("train.sh",
                 "echo 5500000 1<> \"$MUTLUA_SYSFS_ROOT/class/powercap/intel-rapl:0/energy_uj\"\n"
                 "echo accuracy: 1\n");
  workshop.script(kStudy);
  const Ended ended = workshop.run();
  ASSERT_EQ(ended.status, 0) << ended.err;
  EXPECT_EQ(ended.out, "4.5\tnil\n");
  const Json record = workshop.records().at(0);
  EXPECT_EQ(record.at("energy_metrics").at("cpu_energy_pkg_joules"), 4.5);
  EXPECT_EQ(record.at("energy_metrics").at("cpu_energy_total_joules"), 4.5);
  EXPECT_TRUE(record.at("energy_metrics").at("cpu_energy_ram_joules").is_null());
  EXPECT_TRUE(record.at("energy_metrics").at("gpu_energy_total_joules").is_null());
  EXPECT_TRUE(std::filesystem::exists(workshop.sessions().back() / "test_a_001/energy/trace.csv"));
}

TEST(CpuEnergy, IsNowhereANumberOnAMachineWithoutSensors) {
  Workshop workshop;
  const Variable root("MUTLUA_SYSFS_ROOT", (workshop.folder / "no-sys").string());
  workshop.script(kStudy);
  const Ended ended = workshop.run();
  ASSERT_EQ(ended.status, 0) << ended.err;
  EXPECT_TRUE(ended.out.starts_with("nil\t")) << ended.out;
  EXPECT_NE(ended.out.find("no CPU package"), std::string::npos) << ended.out;
  std::vector<std::string> found;
  find_energies(workshop.records().at(0), "", found);
  EXPECT_TRUE(found.empty()) << found.front();
}

}  // namespace
}  // namespace mutlua
