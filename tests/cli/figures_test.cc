// SPDX-License-Identifier: MIT
#include "cli/figures.h"

#include <gtest/gtest.h>

namespace mutlua {
namespace {

TEST(SixDigits, HaveNoExponentWherePeopleReadWholeNumbers) {
  EXPECT_EQ(six_digits(97.66), "97.66");
  EXPECT_EQ(six_digits(0.01234567), "0.0123457");
  EXPECT_EQ(six_digits(123456.7), "123457");
  EXPECT_EQ(six_digits(12345678.4), "12345678");
  EXPECT_EQ(six_digits(-2.5e6), "-2500000");
  EXPECT_EQ(six_digits(0), "0");
}

TEST(MoreText, GivesPercentAndThenTimes) {
  EXPECT_EQ(more_text(2.83), "2.8 %");
  EXPECT_EQ(more_text(0.051), "0.051 %");
  EXPECT_EQ(more_text(99.7), "100 %");
  EXPECT_EQ(more_text(140.4), "140 %");
  EXPECT_EQ(more_text(1000), "1000 %");
  EXPECT_EQ(more_text(28000), "x281");
}

}  // namespace
}  // namespace mutlua
