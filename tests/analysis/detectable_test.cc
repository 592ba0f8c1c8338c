// SPDX-License-Identifier: MIT
#include "analysis/detectable.h"

#include <gtest/gtest.h>

#include <cmath>

namespace mutlua {
namespace {

// R's power.t.test(n = ..., sd = 1, power = 0.8).
TEST(Detectable, BetweenTwoArmsIsThatOfThePublishedTables) {
  EXPECT_NEAR(*detectable_between(10), 1.3249, 0.0005);
  EXPECT_NEAR(*detectable_between(20), 0.9091, 0.0005);
}

/// The chance that t is beyond the bound, by summing over what the sample's sd may be.
double power_by_sums(double effect, double n, double bound) {
  const double freedom = 2 * n - 2;
  const double shift = effect / std::sqrt(2 / n);
  const int steps = 20000;
  double power = 0;
  double mass = 0;
  for (int i = 0; i < steps; ++i) {
    const double chi = (i + 0.5) * 12 / steps;  // sqrt(freedom) times the sample's sd
    const double density = std::exp((freedom - 1) * std::log(chi) - chi * chi / 2);
    const double limit = bound * chi / std::sqrt(freedom);
    const double tails = std::erfc((limit - shift) / std::sqrt(2)) / 2 +
                         std::erfc((limit + shift) / std::sqrt(2)) / 2;
    power += density * tails;
    mass += density;
  }
  return power / mass;
}

TEST(Detectable, PowerIsThatOfADirectIntegration) {
  EXPECT_NEAR(power_of_t_test(1.2, std::sqrt(2.0 / 10), 18), power_by_sums(1.2, 10, 2.100922),
              1e-4);
  EXPECT_NEAR(power_of_t_test(0.5, std::sqrt(2.0 / 5), 8), power_by_sums(0.5, 5, 2.306004), 1e-4);
  EXPECT_NEAR(power_of_t_test(*detectable_between(6), std::sqrt(2.0 / 6), 10), 0.8, 1e-6);
  EXPECT_DOUBLE_EQ(power_of_t_test(0, 1, 10), 0.05);
}

TEST(Detectable, IsUnknownWithoutAnErrorTerm) {
  EXPECT_FALSE(detectable_between(1));
  EXPECT_FALSE(detectable_between(0));
}

}  // namespace
}  // namespace mutlua
