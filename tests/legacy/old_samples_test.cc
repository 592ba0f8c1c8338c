// SPDX-License-Identifier: MIT
#include "legacy/old_samples.h"

#include <gtest/gtest.h>

#include <string>

namespace mutlua {
namespace {

OldSamples power(const std::string& lines) {
  return read_samples("timestamp,power_draw_w\n" + lines, "power_draw_w");
}

TEST(OldSamples, IntegratesOverTheRealTimes) {
  const OldSamples samples = power("100,10\n101,20\n103,40\n");
  EXPECT_EQ(samples.sum, 70);
  EXPECT_EQ(samples.integral(), 15 + 60);
  EXPECT_EQ(samples.span_seconds(), 3);
  EXPECT_EQ(samples.largest_gap, 2);
  EXPECT_DOUBLE_EQ(*samples.average(), 70.0 / 3);
  EXPECT_EQ(samples.maximum(), 40);
  EXPECT_EQ(samples.minimum(), 10);
}

TEST(OldSamples, SamplesOfTheSameSecondTakeNoTime) {
  const OldSamples samples = power("100,10\n100,30\n101,30\n");
  EXPECT_EQ(samples.count, 3u);
  EXPECT_EQ(samples.integral(), 30);
  EXPECT_FALSE(samples.backwards);
}

TEST(OldSamples, OneSampleOrNoneHasNoEnergy) {
  EXPECT_EQ(power("").integral(), std::nullopt);
  EXPECT_EQ(power("").average(), std::nullopt);
  EXPECT_EQ(power("100,10\n").integral(), std::nullopt);
  EXPECT_EQ(power("100,10\n").average(), 10);
}

TEST(OldSamples, TimeThatRunsBackwardsHasNoIntegral) {
  const OldSamples samples = power("100,10\n99,10\n101,10\n");
  EXPECT_TRUE(samples.backwards);
  EXPECT_EQ(samples.integral(), std::nullopt);
  EXPECT_EQ(samples.sum, 30);
}

TEST(OldSamples, WhatIsNoNumberIsLeftOut) {
  const OldSamples samples = power("100,10\n101,N/A\n102,[N/A]\n103,nan\n104,inf\n105,x\nx,20\n");
  EXPECT_EQ(samples.count, 2u);
  EXPECT_EQ(samples.sum, 30);
  EXPECT_EQ(samples.timed, 1u);
  EXPECT_EQ(samples.unreadable, 3u);
}

TEST(OldSamples, ALineWithoutEndIsLeftOut) {
  const OldSamples samples = power("100,10\n101,20\n102,3");
  EXPECT_TRUE(samples.torn);
  EXPECT_EQ(samples.count, 2u);
  EXPECT_FALSE(power("100,10\n").torn);
}

TEST(OldSamples, ASecondGpuMakesTheEnergyUnknown) {
  const OldSamples samples = power("100,10\n50\n101,10\n50\n");
  EXPECT_EQ(samples.further, 2u);
  EXPECT_EQ(samples.integral(), std::nullopt);
}

TEST(OldSamples, FindsItsColumnByName) {
  const std::string csv = "timestamp,gpu_temp_c,memory_temp_c\r\n100,55,N/A\r\n101,56,N/A\r\n";
  EXPECT_EQ(read_samples(csv, "gpu_temp_c").average(), 55.5);
  EXPECT_EQ(read_samples(csv, "memory_temp_c").count, 0u);
  EXPECT_EQ(read_samples(csv, "memory_temp_c").unreadable, 0u);
  EXPECT_EQ(read_samples(csv, "fan").count, 0u);
}

TEST(OldSamples, KnowsALargeFilePointer) {
  EXPECT_TRUE(
      read_samples("version https://git-lfs.github.com/spec/v1\noid 1\n", "power_draw_w").pointer);
}

TEST(OldSamples, SurvivesAnything) {
  for (const char* text :
       {"", "\n", ",", "timestamp", "timestamp,power_draw_w", "\xff\xfe,\n,,,,\n",
        "timestamp,power_draw_w\n,\n1e999,1e999\n-5,-1e308\n5,1e308\n"}) {
    SCOPED_TRACE(text);
    EXPECT_LE(read_samples(text, "power_draw_w").count, 2u);
  }
}

}  // namespace
}  // namespace mutlua
