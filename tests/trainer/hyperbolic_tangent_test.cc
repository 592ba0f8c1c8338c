// SPDX-License-Identifier: MIT
#include "trainer/hyperbolic_tangent.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace mutlua {
namespace {

TEST(HyperbolicTangent, AgreesWithTheLibrary) {
  for (float x = -30; x < 30; x += 0.01F) {
    ASSERT_NEAR(hyperbolic_tangent(x), std::tanh(static_cast<double>(x)), 1e-5) << x;
    ASSERT_NEAR(logistic(x), 1 / (1 + std::exp(-static_cast<double>(x))), 1e-5) << x;
  }
}

TEST(HyperbolicTangent, IsOneFarAway) {
  EXPECT_EQ(hyperbolic_tangent(1e30F), 1);
  EXPECT_EQ(hyperbolic_tangent(-std::numeric_limits<float>::infinity()), -1);
}

TEST(HyperbolicTangent, OfNoNumberIsNoNumber) {
  EXPECT_TRUE(std::isnan(hyperbolic_tangent(std::numeric_limits<float>::quiet_NaN())));
}

}  // namespace
}  // namespace mutlua
