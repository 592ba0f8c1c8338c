// SPDX-License-Identifier: MIT
#include "trainer/random.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

namespace mutlua {
namespace {

// The reference implementations of splitmix64 and xoshiro256** at https://prng.di.unimi.it, seed 0.
TEST(Random, GivesTheNumbersOfItsReference) {
  Random random(0);
  EXPECT_EQ(random.next(), 0x99ec5f36cb75f2b4U);
  EXPECT_EQ(random.next(), 0xbf6e1f784956452aU);
  EXPECT_EQ(random.next(), 0x1a5f849d4933e6e0U);
}

TEST(Random, UniformStaysBelowOne) {
  Random random(7);
  double sum = 0;
  for (int i = 0; i < 10000; ++i) {
    const float value = random.uniform();
    ASSERT_GE(value, 0.0F);
    ASSERT_LT(value, 1.0F);
    sum += value;
  }
  EXPECT_NEAR(sum / 10000, 0.5, 0.02);
}

TEST(Random, ShuffleKeepsEveryItemAndDependsOnTheSeed) {
  std::vector<int> first(100);
  std::iota(first.begin(), first.end(), 0);
  std::vector<int> sorted = first, second = first;
  Random(1).shuffle(first);
  Random(2).shuffle(second);
  EXPECT_NE(first, second);
  std::sort(first.begin(), first.end());
  EXPECT_EQ(first, sorted);
}

}  // namespace
}  // namespace mutlua
