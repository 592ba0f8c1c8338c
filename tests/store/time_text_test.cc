// SPDX-License-Identifier: MIT
#include "store/time_text.h"

#include <gtest/gtest.h>

namespace mutlua {
namespace {

TEST(TimeText, IsReadToTheSecond) {
  const WallTime time{std::chrono::seconds(1772368245) + std::chrono::microseconds(123456)};
  EXPECT_EQ(utc_text(time), "2026-03-01T12:30:45.123456Z");
  EXPECT_EQ(utc_time(utc_text(time)), WallTime{std::chrono::seconds(1772368245)});
}

TEST(TimeText, IsNoTimeWithoutItsZone) {
  EXPECT_FALSE(utc_time("2026-03-01T12:30:45.123456"));
  EXPECT_FALSE(utc_time("yesterday Z"));
  EXPECT_FALSE(utc_time(""));
}

}  // namespace
}  // namespace mutlua
