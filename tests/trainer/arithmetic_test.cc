// SPDX-License-Identifier: MIT
#include "trainer/arithmetic.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace mutlua {
namespace {

TEST(Arithmetic, ExponentialAgreesWithTheLibrary) {
  for (double x = -690; x < 690; x += 0.37) {
    ASSERT_NEAR(exponential(x) / std::exp(x), 1, 1e-14) << x;
  }
  EXPECT_EQ(exponential(0), 1);
  EXPECT_EQ(exponential(-1e9), 0);
}

TEST(Arithmetic, ExponentialOfNoNumberIsNoNumber) {
  EXPECT_TRUE(std::isnan(exponential(std::numeric_limits<double>::quiet_NaN())));
}

TEST(Arithmetic, LogarithmAgreesWithTheLibrary) {
  for (double x = 1e-38; x < 1e38; x *= 1.21) {
    ASSERT_NEAR(logarithm(x), std::log(x), 1e-15 * std::max(1.0, std::abs(std::log(x)))) << x;
  }
  EXPECT_EQ(logarithm(1), 0);
}

}  // namespace
}  // namespace mutlua
