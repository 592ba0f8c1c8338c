// SPDX-License-Identifier: MIT
#include "simulated/noise.h"

#include <gtest/gtest.h>

#include <cmath>

namespace mutlua {
namespace {

TEST(KeyedNoise, DependsOnItsNamesAlone) {
  const KeyedNoise one("a");
  const double first = one.normal("power");
  one.normal("duration");
  EXPECT_EQ(one.normal("power"), first);
  EXPECT_EQ(KeyedNoise("a").normal("power"), first);
  EXPECT_NE(KeyedNoise("b").normal("power"), first);
  EXPECT_NE(one.normal("duration"), first);
}

TEST(KeyedNoise, HasMeanZeroAndDeviationOne) {
  constexpr int kCount = 4000;
  double sum = 0;
  double squares = 0;
  for (int i = 0; i < kCount; ++i) {
    const double value = KeyedNoise(std::to_string(i)).normal("x");
    sum += value;
    squares += value * value;
  }
  EXPECT_NEAR(sum / kCount, 0, 0.07);
  EXPECT_NEAR(std::sqrt(squares / kCount), 1, 0.05);
}

TEST(KeyedNoise, IsTheSameOnEveryPlatform) {
  EXPECT_DOUBLE_EQ(KeyedNoise("key").uniform("what"), 0.33425572967536443);
  EXPECT_DOUBLE_EQ(KeyedNoise("key").normal("what"), -0.23417762393119279);
}

}  // namespace
}  // namespace mutlua
