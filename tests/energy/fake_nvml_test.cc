// SPDX-License-Identifier: MIT
// The fake is what the tests of energy take for the truth, so that its own arithmetic is tested.
#include <gtest/gtest.h>

#include "energy/one_gpu.h"

namespace mutlua {
namespace {

constexpr double kOneNanosecond = 1e-6;  // joules, at 1000 W: what instants are rounded to

/// The true energy between two seconds of a scenario.
double joules_of(const Json& power, double from, double until) {
  FakeNvml fake(one_gpu({{"power", power}}));
  const NvmlGpus found = fake.find();
  return fake.true_energy(fake.at(from), fake.at(until)).value;
}

TEST(FakeNvml, IntegratesSteps) {
  EXPECT_NEAR(joules_of({{1, 100}, {3, 500}}, 0, 5), 3 * 100 + 2 * 500, 1e-9);
  EXPECT_NEAR(joules_of({{1, 100}, {3, 500}}, 2.5, 3.5), 0.5 * 100 + 0.5 * 500, 1e-9);
}

TEST(FakeNvml, IntegratesBurstsFromAnyPhase) {
  const Json bursts = {{{"from_s", 1},
                        {"until_s", 3},
                        {"period_s", 0.1},
                        {"duty", 0.25},
                        {"high", 800},
                        {"low", 100},
                        {"phase_s", 0.02}}};
  EXPECT_NEAR(joules_of(bursts, 0, 4), 2 * (0.25 * 800 + 0.75 * 100), kOneNanosecond);
  // 5 ms high, 75 ms low, 20 ms high.
  EXPECT_NEAR(joules_of(bursts, 1, 1.1), 0.025 * 800 + 0.075 * 100, kOneNanosecond);
  EXPECT_NEAR(joules_of(bursts, 1, 1.005), 0.005 * 800, kOneNanosecond);
  EXPECT_NEAR(joules_of(bursts, 1, 1.01), 0.005 * 800 + 0.005 * 100, kOneNanosecond);
}

TEST(FakeNvml, AddsUpTheParts) {
  const Json parts = {{{"watts", 80}},
                      {{"from_s", 1}, {"until_s", 2}, {"watts", 600}},
                      {{"steps", {{0, 5}, {3, 10}}}}};
  EXPECT_NEAR(joules_of(parts, 0, 4), 4 * 80 + 600 + 3 * 5 + 10, 1e-9);
}

TEST(FakeNvml, ReadsTheScenarioAnewAtEachFirstInit) {
  for (const int watts : {100, 300}) {
    OneGpu one(one_gpu({{"power", watts}}));
    EXPECT_EQ(one.gauge("average_mw"), watts * 1000);
  }
}

TEST(FakeNvml, RefusesAScenarioWithAKeyThatItDoesNotKnow) {
  FakeNvml fake(one_gpu({{"uiid", "GPU-1"}}));
  EXPECT_TRUE(fake.find().gpus.empty());
}

TEST(FakeNvml, StopsItsCounterWhereTheScenarioSaysSo) {
  OneGpu one(one_gpu({{"counter", {{"stuck_from_s", 2}}}}));
  one.go_to(2.5);
  const auto stuck = one.gpu.read_counter().raw;
  one.go_to(9);
  EXPECT_EQ(one.gpu.read_counter().raw, stuck);
}

TEST(FakeNvml, CanCountTooMuch) {
  OneGpu one(one_gpu({{"counter", {{"gain", 1.5}, {"start_mj", 1000}}}}));
  one.go_to(10.05);
  EXPECT_EQ(one.gpu.read_counter().raw, 1000u + 1'200'000u);
}

TEST(FakeNvml, CanRunInRealTime) {
  Json scenario = one_gpu();
  scenario["clock"] = "real";
  FakeNvml fake(scenario);
  const NvmlGpus found = fake.find();
  LinuxClock clock;
  const Instant before = clock.now();
  EXPECT_LE(before, fake.clock().now());
  EXPECT_GE(clock.now(), fake.clock().now() + Seconds(-1));
  std::vector<PowerSample> samples(128);
  ASSERT_GT(found.gpus.at(0)->read_samples(0, samples), 100);
  const auto wall_us = clock.wall_now().since_epoch.count() / 1000;
  EXPECT_LT(std::abs(wall_us - samples[119].wall_us), 60'000'000);
}

}  // namespace
}  // namespace mutlua
