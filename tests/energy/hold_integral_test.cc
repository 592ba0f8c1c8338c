// SPDX-License-Identifier: MIT
#include "energy/hold_integral.h"

#include <gtest/gtest.h>

#include <random>

namespace mutlua {
namespace {

Instant at(double seconds) { return Instant{} + Seconds(seconds); }

HoldIntegral from_zero(double to, double period = 0.1) {
  HoldIntegral integral(at(0), Seconds(period));
  integral.until_end(at(to));
  return integral;
}

TEST(HoldIntegral, GivesASampleTheTimeBeforeIt) {
  HoldIntegral integral = from_zero(0.2);
  integral.add(at(0.1), Watts{100});
  integral.add(at(0.2), Watts{300});
  EXPECT_DOUBLE_EQ(integral.result()->joules.value, 40);
  EXPECT_EQ(integral.result()->samples, 2);
}

TEST(HoldIntegral, KeepsAPlateauOfEqualValuesAPlateau) {
  HoldIntegral integral = from_zero(1);
  for (int i = 1; i <= 9; ++i) integral.add(at(0.1 * i), Watts{100});
  integral.add(at(1.0), Watts{200});
  EXPECT_NEAR(integral.result()->joules.value, 110, 1e-9);
}

TEST(HoldIntegral, CutsSamplesAtItsEdges) {
  HoldIntegral integral(at(0.05), Seconds(0.1));
  integral.until_end(at(0.15));
  integral.add(at(0.1), Watts{100});
  integral.add(at(0.2), Watts{300});
  EXPECT_NEAR(integral.result()->joules.value, 0.05 * 100 + 0.05 * 300, 1e-9);
}

TEST(HoldIntegral, BridgesAGapInAStraightLineAndDoubtsIt) {
  HoldIntegral integral = from_zero(1.1);
  integral.add(at(0.1), Watts{100});
  integral.add(at(1.1), Watts{300});
  const auto result = integral.result();
  EXPECT_NEAR(result->joules.value, 0.1 * 100 + 200, 1e-9);
  EXPECT_NEAR(result->uncertainty.value, 100, 1e-9);
  EXPECT_NEAR(result->gaps.count(), 1, 1e-9);
}

TEST(HoldIntegral, HoldsTheLastValueForTwoPeriodsOnly) {
  HoldIntegral integral = from_zero(10);
  integral.add(at(0.1), Watts{100});
  EXPECT_NEAR(integral.result()->covered.count(), 0.3, 1e-9);
}

TEST(HoldIntegral, IsAbsentWithoutSamplesAndWithoutAnEnd) {
  EXPECT_FALSE(from_zero(1).result());
  HoldIntegral open(at(0), Seconds(0.1));
  open.add(at(0.1), Watts{1});
  EXPECT_FALSE(open.result());
}

TEST(HoldIntegral, IsTheSameWhetherTheEndIsKnownEarlyOrLate) {
  std::mt19937_64 random(1);
  std::uniform_real_distribution<double> unit(0, 1);
  for (int i = 0; i < 100; ++i) {
    HoldIntegral early = from_zero(5, 0.05);
    HoldIntegral late(at(0), Seconds(0.05));
    double now = -0.2;
    while (now < 5.2) {
      const Watts power{unit(random) * 700};
      if (now >= 4.9) late.until_end(at(5));
      early.add(at(now), power);
      late.add(at(now), power);
      now += unit(random) < 0.05 ? 0.4 : 0.05;
    }
    late.until_end(at(5));
    if (now > 5.4) continue;  // a gap over the end: the late one had no chance to cut it
    EXPECT_NEAR(early.result()->joules.value, late.result()->joules.value, 1e-6);
  }
}

TEST(HoldIntegral, ScalesWithPowerAndAddsUpOverSources) {
  HoldIntegral one = from_zero(1);
  HoldIntegral two = from_zero(1);
  HoldIntegral both = from_zero(1);
  std::mt19937_64 random(2);
  for (int i = 1; i <= 10; ++i) {
    const double a = static_cast<double>(random() % 700);
    const double b = static_cast<double>(random() % 700);
    one.add(at(0.1 * i), Watts{a});
    two.add(at(0.1 * i), Watts{b});
    both.add(at(0.1 * i), Watts{3 * (a + b)});
  }
  EXPECT_NEAR(both.result()->joules.value,
              3 * (one.result()->joules.value + two.result()->joules.value), 1e-9);
}

}  // namespace
}  // namespace mutlua
