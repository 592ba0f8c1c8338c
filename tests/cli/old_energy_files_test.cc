// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <sstream>

#include "cli/fake_machine.h"

namespace mutlua {
namespace {

/// The sum that the old tool took for joules: of all cells behind the first comma.
double sum_of(const std::string& csv) {
  std::istringstream lines(csv);
  std::string line;
  std::getline(lines, line);
  double sum = 0;
  while (std::getline(lines, line)) sum += std::stod(line.substr(line.find(',') + 1));
  return sum;
}

TEST(OldEnergyFiles, GiveAnOldProgramTheFiguresOfTheRecord) {
  FakeMachine machine;
  Workshop& workshop = machine.workshop;
  workshop.train("train.sh", "echo 5500000 1<> " + machine.energy_uj().string() +
                                 "\nsleep 1.2\necho accuracy: 1\n");
  workshop.script(
      "local mut = require 'mutlua'\nlocal study = mut.study { name = 's' }\n"
      "study:add { foreground = mut.model 'test/a' }\nstudy:run()\n");
  const Ended ended = machine.mutlua({"run", "study.lua", "--models", "catalogue.json"});
  ASSERT_EQ(ended.status, 0) << ended.err;
  const Json record = workshop.records().at(0);
  const auto energy = workshop.sessions().back() / "test_a_001/energy";
  EXPECT_NE(Workshop::content(energy / "cpu_energy.txt").find("Package Energy (Joules): 4.50\n"),
            std::string::npos);
  const std::string power = Workshop::content(energy / "gpu_power.csv");
  EXPECT_NEAR(sum_of(power), record.at("energy").at("legacy_gpu_energy_joules").get<double>(), 1e-6)
      << power;
  EXPECT_GE(std::count(power.begin(), power.end(), '\n'), 3);
}

}  // namespace
}  // namespace mutlua
