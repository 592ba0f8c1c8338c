// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <algorithm>

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

// Every number under a key of energy or power that is 0. Not of marks: theirs count from the
// window's beginning, when nothing was used.
std::vector<std::string> zeros_in(const Json& json) {
  std::vector<std::string> numbers;
  find_energies(json, "", numbers);
  std::vector<std::string> zeros;
  for (const std::string& place : numbers) {
    if (place.starts_with(".energy.marks.")) continue;
    std::string pointer = place;
    std::replace(pointer.begin(), pointer.end(), '.', '/');
    if (json.at(Json::json_pointer(pointer)) == 0) zeros.push_back(place);
  }
  return zeros;
}

TEST(CpuEnergy, AloneLeavesWhatOtherSensorsTellUnknownAndNowhereZero) {
  FakeMachine machine;
  const Variable no_gpu("MUTLUA_NVML", (machine.workshop.folder / "none.so").string());
  machine.workshop.train("train.sh", "echo 2000000 1<> $ENERGY_UJ\necho accuracy: 1\n");
  machine.workshop.script(kStudy);
  const Ended ended = machine.workshop.run();
  ASSERT_EQ(ended.status, 0) << ended.err;
  const Json record = machine.workshop.records().at(0);
  EXPECT_EQ(record.at("energy_metrics").at("cpu_energy_pkg_joules"), 1.0);
  for (const char* unknown : {"gpu_energy_total_joules", "gpu_power_avg_watts",
                              "gpu_power_max_watts", "cpu_energy_ram_joules"})
    EXPECT_TRUE(record.at("energy_metrics").at(unknown).is_null()) << unknown;
  EXPECT_TRUE(record.at("energy").at("total_energy_joules").is_null());
  const std::vector<std::string> zeros = zeros_in(record);
  EXPECT_TRUE(zeros.empty()) << zeros.front();
}

TEST(ExternalMeter, OfAStudyIsReadBesideTheOtherSensorsAndAddedToNone) {
  FakeMachine machine;
  machine.workshop.folder.write(
      "meter.sh",
      "while true; do echo \"{\\\"t\\\": $(date +%s.%N), \\\"w\\\": 200}\"; sleep 0.02; done\n");
  machine.workshop.train("train.sh", "echo 2000000 1<> $ENERGY_UJ; sleep 0.5; echo accuracy: 1\n");
  machine.workshop.script(
      "local mut = require 'mutlua'\n"
      "local study = mut.study { name = 'metered', meter = { name = 'wall', kind = 'power',\n"
      "  command = { 'sh', 'meter.sh' } } }\n"
      "study:add { foreground = mut.model 'test/a' }\n"
      "study:run()\n");
  const Ended ended = machine.workshop.run();
  ASSERT_EQ(ended.status, 0) << ended.err;
  const Json record = machine.workshop.records().at(0);
  const Json& wall = record.at("energy").at("external").at(0);
  EXPECT_NEAR(wall.at("joules").get<double>(),
              200 * record.at("energy").at("seconds").get<double>(), 10);
  EXPECT_EQ(record.at("energy_metrics").at("cpu_energy_total_joules"), 1.0);
  EXPECT_TRUE(std::filesystem::exists(machine.workshop.sessions().back() /
                                      "test_a_001/energy/external_meter.csv"));
  EXPECT_TRUE(machine.workshop.nothing_alive());
}

}  // namespace
}  // namespace mutlua
