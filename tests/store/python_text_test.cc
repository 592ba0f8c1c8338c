// SPDX-License-Identifier: MIT
#include "store/python_text.h"

#include <gtest/gtest.h>

#include <cmath>

#include "store/time_text.h"

namespace mutlua {
namespace {

// Expected texts: what `repr()` of CPython 3.11 prints for the same number.
TEST(PythonText, WritesFloatsAsPythonDoes) {
  EXPECT_EQ(python_float(10.0), "10.0");
  EXPECT_EQ(python_float(0.0), "0.0");
  EXPECT_EQ(python_float(-0.0), "-0.0");
  EXPECT_EQ(python_float(156.25), "156.25");
  EXPECT_EQ(python_float(1e-5), "1e-05");
  EXPECT_EQ(python_float(0.0001), "0.0001");
  EXPECT_EQ(python_float(0.00012345), "0.00012345");
  EXPECT_EQ(python_float(3.5e-7), "3.5e-07");
  EXPECT_EQ(python_float(1e15), "1000000000000000.0");
  EXPECT_EQ(python_float(9999999999999998.0), "9999999999999998.0");
  EXPECT_EQ(python_float(1e16), "1e+16");
  EXPECT_EQ(python_float(1.5e300), "1.5e+300");
  EXPECT_EQ(python_float(0.1 + 0.2), "0.30000000000000004");
  EXPECT_EQ(python_float(465.02000000000004), "465.02000000000004");
  EXPECT_EQ(python_float(INFINITY), "inf");
}

TEST(PythonText, WritesOtherValuesAsTheCsvModuleDoes) {
  EXPECT_EQ(python_text(true), "True");
  EXPECT_EQ(python_text(false), "False");
  EXPECT_EQ(python_text(nullptr), "");
  EXPECT_EQ(python_text(10), "10");
  EXPECT_EQ(python_text(10.0), "10.0");
  EXPECT_EQ(python_text("a, b"), "a, b");
}

TEST(TimeText, WritesUtcWithMicroseconds) {
  const WallTime time{std::chrono::seconds(1772368245) + std::chrono::nanoseconds(1999)};
  EXPECT_EQ(utc_text(time), "2026-03-01T12:30:45.000001Z");
}

TEST(TimeText, WritesTheSameInstantInLocalTime) {
  setenv("TZ", "XXX-2", 1);  // two hours east of Greenwich
  tzset();
  const WallTime time{std::chrono::seconds(1772368245)};
  EXPECT_EQ(local_text(time), "2026-03-01T14:30:45.000000");
  EXPECT_EQ(local_stamp(time), "20260301_143045");
  unsetenv("TZ");
  tzset();
}

}  // namespace
}  // namespace mutlua
