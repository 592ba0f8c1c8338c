// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "energy/nvml_gpu.h"
#include "energy/one_gpu.h"

namespace mutlua {
namespace {

TEST(NvmlGpu, GivesSamplesOfTheLastSecondsInOrderEvery20Milliseconds) {
  OneGpu one(one_gpu({{"power", {{0, 80}, {9, 700}}}}));
  one.go_to(10.005);
  const auto samples = one.samples(0);
  ASSERT_EQ(samples.size(), 120u);
  for (std::size_t i = 1; i < samples.size(); ++i) {
    EXPECT_EQ(samples[i].wall_us - samples[i - 1].wall_us, 20000);
  }
  EXPECT_EQ(samples.front().milliwatts, 80000);
  EXPECT_EQ(samples.back().milliwatts, 700000);
  const auto wall_us = one.fake.clock().wall_now().since_epoch.count() / 1000;
  EXPECT_LT(wall_us - samples.back().wall_us, 20000);
}

// alumet passed seconds, and before that a pid: everything was newer.
TEST(NvmlGpu, GivesOnlySamplesThatAreNewerThanTheMicrosecondGiven) {
  OneGpu one(one_gpu());
  one.go_to(10);
  const auto first = one.samples(0);
  one.go_to(11);
  const auto second = one.samples(first.back().wall_us);
  EXPECT_EQ(second.size(), 50u);
  EXPECT_EQ(second.front().wall_us, first.back().wall_us + 20000);
}

TEST(NvmlGpu, GivesNoneTwice) {
  OneGpu one(one_gpu());
  one.go_to(10);
  const auto samples = one.samples(0);
  EXPECT_EQ(one.samples(samples.back().wall_us).size(), 0u);  // the driver says "not found"
}

TEST(NvmlGpu, GivesTheOldestIfThereAreMoreThanAskedFor) {
  OneGpu one(one_gpu());
  one.go_to(10);
  const auto all = one.samples(0);
  const auto some = one.samples(0, 7);
  ASSERT_EQ(some.size(), 7u);
  EXPECT_EQ(some.front().wall_us, all.front().wall_us);
}

TEST(NvmlGpu, TakesNothingNewFromAnIdleGpuForNoSamplesAndAFailureForAFailure) {
  const auto failing = [](int code) {
    OneGpu one(with_errors(
        one_gpu(), {{{"function", "nvmlDeviceGetSamples"}, {"code", code}, {"from_s", 1}}}));
    one.go_to(2);
    std::vector<PowerSample> samples(8);
    return one.gpu.read_samples(0, samples);
  };
  EXPECT_EQ(failing(kNvmlNotFound), 0);
  EXPECT_EQ(failing(kNvmlGpuIsLost), -1);
}

TEST(NvmlGpu, HasNoSamplesIfTheDriverHasNone) {
  OneGpu one(one_gpu({{"samples", nullptr}}));
  std::vector<PowerSample> samples(8);
  EXPECT_EQ(one.gpu.read_samples(0, samples), -1);
}

TEST(NvmlGpu, LeavesOutSamplesThatTheDriverLost) {
  OneGpu one(one_gpu({{"samples", {{"missing", 0.1}}}}));
  one.go_to(10);
  const auto count = one.samples(0).size();
  EXPECT_GT(count, 90u);
  EXPECT_LT(count, 120u);
}

TEST(NvmlGpu, TakesASampleOfZeroForNone) {
  OneGpu one(one_gpu({{"power", {{0, 80}, {9, 0}}}}));
  one.go_to(10);
  EXPECT_EQ(one.samples(0).back().milliwatts, 80000);
}

TEST(NvmlGpu, KeepsTheStampsOfSamplesWhenTheWallClockIsSet) {
  OneGpu one(one_gpu());
  one.go_to(10);
  const auto before = one.samples(0);
  one.fake.step_wall(Seconds(60));
  one.go_to(10.1);
  const auto after = one.samples(before.back().wall_us);
  ASSERT_EQ(after.size(), 5u);
  EXPECT_EQ(after.front().wall_us, before.back().wall_us + 60'020'000);
}

}  // namespace
}  // namespace mutlua
