// SPDX-License-Identifier: MIT
#include "legacy/old_cpu_energy.h"

#include <gtest/gtest.h>

namespace mutlua {
namespace {

TEST(OldCpuEnergy, IsReadFromPerfsReport) {
  const OldCpuEnergy energy = read_perf_report(
      "# started on Mon Mar  2 10:00:00 2026\n\n\n Performance counter stats for 'system wide':\n\n"
      "          1,206.50 Joules power/energy-pkg/\n"
      "             17.40 Joules power/energy-ram/\n\n       6.965277663 seconds time elapsed\n\n");
  EXPECT_EQ(energy.package_joules, 1206.5);
  EXPECT_EQ(energy.memory_joules, 17.4);
  EXPECT_EQ(energy.elapsed_seconds, 6.965277663);
}

TEST(OldCpuEnergy, WhatPerfDidNotCountIsUnknown) {
  const OldCpuEnergy energy = read_perf_report(
      "   12.5 Joules power/energy-pkg/\n  <not supported> Joules power/energy-ram/\n"
      "   2.0 seconds time elapsed\n");
  EXPECT_EQ(energy.package_joules, 12.5);
  EXPECT_EQ(energy.memory_joules, std::nullopt);
}

TEST(OldCpuEnergy, IntervalsOfTheOldestFormAreAddedUp) {
  const OldCpuEnergy energy = read_perf_report(
      "#           time             counts unit events\n"
      "     1.000123456               10.5 Joules power/energy-pkg/\n"
      "     1.000123456                1.5 Joules power/energy-ram/\n"
      "     2.000234567               20.0 Joules power/energy-pkg/\n"
      "     2.000234567                2.0 Joules power/energy-ram/\n");
  EXPECT_EQ(energy.package_joules, 30.5);
  EXPECT_EQ(energy.memory_joules, 3.5);
  EXPECT_EQ(energy.elapsed_seconds, 2.000234567);
}

TEST(OldCpuEnergy, IsReadFromTheDigest) {
  const OldCpuEnergy energy = read_cpu_digest(
      "CPU Energy Consumption Summary\n====\nPackage Energy (Joules): 206.50\n"
      "RAM Energy (Joules): 17.40\nTotal CPU Energy (Joules): 223.90\n\nNote: Measured\n");
  EXPECT_EQ(energy.package_joules, 206.5);
  EXPECT_EQ(energy.memory_joules, 17.4);
  EXPECT_EQ(energy.total_joules, 223.9);
}

TEST(OldCpuEnergy, ADigestThatIsNoneSaysNothing) {
  for (const char* text :
       {"", "Package Energy", "Package Energy (Joules): ?", "Package Energy:\n1"}) {
    EXPECT_EQ(read_cpu_digest(text).package_joules, std::nullopt) << text;
  }
}

}  // namespace
}  // namespace mutlua
