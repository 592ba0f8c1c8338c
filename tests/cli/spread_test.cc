// SPDX-License-Identifier: MIT
#include "cli/spread.h"

#include <gtest/gtest.h>

namespace mutlua {
namespace {

TEST(Spread, IsThatOfASample) {
  const auto spread = spread_of({4, 2, 9});
  EXPECT_EQ(spread->n, 3);
  EXPECT_DOUBLE_EQ(spread->mean, 5);
  EXPECT_DOUBLE_EQ(spread->median, 4);
  EXPECT_DOUBLE_EQ(spread->least, 2);
  EXPECT_DOUBLE_EQ(spread->most, 9);
  EXPECT_DOUBLE_EQ(*spread->sd * *spread->sd, 13);
}

TEST(Spread, HasNoDeviationOfOneValue) {
  EXPECT_FALSE(spread_of({3})->sd);
  EXPECT_TRUE(to_json(spread_of({3})).at("sd").is_null());
}

TEST(Spread, IsUnknownWithoutValues) {
  EXPECT_FALSE(spread_of({}));
  EXPECT_TRUE(to_json(spread_of({})).is_null());
}

TEST(FigureText, KeepsFiveDigitsOrFourDecimals) {
  EXPECT_EQ(figure_text(6927.74), "6927.7");
  EXPECT_EQ(figure_text(12.3456), "12.346");
  EXPECT_EQ(figure_text(0.05127), "0.0513");
  EXPECT_EQ(figure_text(1234567.8), "1234568");
  EXPECT_EQ(figure_text(-0.5), "-0.5000");
}

}  // namespace
}  // namespace mutlua
