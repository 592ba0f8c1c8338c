// SPDX-License-Identifier: MIT
#include "analysis/estimate.h"

#include <gtest/gtest.h>

#include <limits>

namespace mutlua {
namespace {

// Student's sleep data (1908), the differences of both drugs. R: t.test(extra ~ group, paired =
// TRUE) gives -1.58, 95 percent confidence interval -2.4598858 -0.7001142.
const std::vector<double> kSleep = {-1.2, -2.4, -1.3, -1.3, 0.0, -1.0, -1.8, -0.8, -4.6, -1.4};

TEST(Estimate, IsThatOfStudentsOwnData) {
  const Estimate result = estimate(kSleep);
  EXPECT_EQ(result.n, 10u);
  ASSERT_TRUE(result.interval);
  EXPECT_NEAR(*result.mean, -1.58, 1e-12);
  EXPECT_NEAR(*result.sd, 1.229995, 1e-6);
  EXPECT_NEAR(result.interval->lower, -2.4598858, 5e-8);
  EXPECT_NEAR(result.interval->upper, -0.7001142, 5e-8);
  EXPECT_EQ(result.reason, "");
}

TEST(Estimate, IsNarrowerWhereLessConfidenceIsAskedFor) {
  const Estimate half = estimate({1, 3}, 0.5);  // t of 1 degree of freedom at 0.75 is 1
  ASSERT_TRUE(half.interval);
  EXPECT_NEAR(half.interval->lower, 1, 1e-12);
  EXPECT_NEAR(half.interval->upper, 3, 1e-12);
}

TEST(Estimate, KeepsTheDigitsOfLargeValues) {
  const Estimate result = estimate({1e9 + 1, 1e9 + 2, 1e9 + 3});
  EXPECT_DOUBLE_EQ(*result.mean, 1e9 + 2);
  EXPECT_DOUBLE_EQ(*result.sd, 1);
}

TEST(Estimate, HasNoIntervalFromOneValueAndSaysWhy) {
  const Estimate one = estimate({5});
  EXPECT_EQ(one.mean, 5);
  EXPECT_FALSE(one.sd);
  EXPECT_FALSE(one.interval);
  EXPECT_EQ(one.reason, "one value alone shows no spread");
  const Estimate none = estimate({});
  EXPECT_FALSE(none.mean);
  EXPECT_EQ(none.reason, "no values");
}

TEST(Estimate, IsAbsentWhereNumbersEnd) {
  const double most = std::numeric_limits<double>::max();
  EXPECT_FALSE(estimate({most, most}).mean);
  const Estimate apart = estimate({-most / 2, most / 2});
  EXPECT_FALSE(apart.interval);
  EXPECT_NE(apart.reason, "");
}

TEST(Estimate, IsNullInJsonWhereItIsAbsent) {
  EXPECT_EQ(to_json(estimate({5})).dump(),
            R"({"n":1,"mean":5.0,"sd":null,"lower":null,"upper":null,)"
            R"("reason":"one value alone shows no spread"})");
  EXPECT_FALSE(to_json(estimate(kSleep)).contains("reason"));
}

}  // namespace
}  // namespace mutlua
