// SPDX-License-Identifier: MIT
#include "analysis/block_ratio.h"

#include <gtest/gtest.h>

#include <cmath>

namespace mutlua {
namespace {

// Student's sleep data (1908): extra hours by two drugs. R: t.test(extra ~ group, paired = TRUE)
// gives -1.58, 95 percent confidence interval -2.4598858 -0.7001142.
const std::vector<double> kFirst = {0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0};
const std::vector<double> kSecond = {1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4};

TEST(BlockRatio, IsThePairedTestOfLogarithms) {
  std::vector<Observation> observations;
  for (std::size_t i = 0; i < kFirst.size(); ++i) {
    const std::string block = std::to_string(i);
    observations.push_back({block, "", true, std::exp(kFirst[i])});
    observations.push_back({block, "", false, std::exp(kSecond[i])});
  }
  const BlockRatio result = block_ratio(observations);
  EXPECT_EQ(result.blocks, 10u);
  ASSERT_TRUE(result.interval);
  EXPECT_NEAR(std::log(*result.ratio), -1.58, 1e-12);
  EXPECT_NEAR(std::log(result.interval->lower), -2.4598858, 5e-8);
  EXPECT_NEAR(std::log(result.interval->upper), -0.7001142, 5e-8);
}

TEST(BlockRatio, IsExactWhereOnlyTheBlocksDiffer) {
  const BlockRatio result = block_ratio(
      {{"a", "", true, 3}, {"a", "", false, 2}, {"b", "", true, 300}, {"b", "", false, 200}});
  ASSERT_TRUE(result.interval);
  EXPECT_NEAR(*result.ratio, 1.5, 1e-12);
  EXPECT_NEAR(result.interval->lower, 1.5, 1e-9);
  EXPECT_NEAR(result.interval->upper, 1.5, 1e-9);
}

TEST(BlockRatio, ComparesOnlyWithinAStratum) {
  // Twice in each stratum; the means of the arms alone would say otherwise.
  const BlockRatio result = block_ratio({{"a", "small", true, 2},
                                         {"a", "small", false, 1},
                                         {"a", "large", true, 200},
                                         {"a", "large", false, 100},
                                         {"a", "huge", true, 1e6}});
  EXPECT_NEAR(*result.ratio, 2, 1e-12);
  EXPECT_EQ(result.blocks, 1u);
  EXPECT_FALSE(result.interval);
  EXPECT_EQ(result.reason, "one block alone shows no spread");
}

TEST(BlockRatio, CountsBlocksThatHoldOneArmOnly) {
  const BlockRatio result = block_ratio({{"a", "", true, 2}, {"b", "", false, 1}});
  EXPECT_FALSE(result.ratio);
  EXPECT_EQ(result.blocks, 0u);
  EXPECT_EQ(result.unmatched, 2u);
  EXPECT_EQ(result.reason, "no block holds both arms");
}

TEST(BlockRatio, LeavesOutValuesWithoutALogarithm) {
  const BlockRatio result = block_ratio(
      {{"a", "", true, 4}, {"a", "", false, 2}, {"b", "", true, 0}, {"b", "", false, -1}});
  EXPECT_NEAR(*result.ratio, 2, 1e-12);
  EXPECT_EQ(result.not_positive, 2u);
  EXPECT_EQ(result.unmatched, 1u);
  EXPECT_EQ(to_json(result).dump(),
            R"({"ratio":2.0,"lower":null,"upper":null,"blocks":1,"unmatched":1,"not_positive":2,)"
            R"("reason":"one block alone shows no spread"})");
}

}  // namespace
}  // namespace mutlua
