// SPDX-License-Identifier: MIT
#include "base/python_number.h"

#include <gtest/gtest.h>

#include <cmath>

namespace mutlua {
namespace {

TEST(PythonNumber, IsReadAsFloatReadsIt) {
  EXPECT_EQ(python_number(" \t-1.5e3\r\n"), -1500);
  EXPECT_EQ(python_number("+.5"), 0.5);
  EXPECT_EQ(python_number("1_000"), 1000);
  EXPECT_TRUE(std::isnan(*python_number("-NaN")));
  EXPECT_EQ(python_number("-Infinity"), -INFINITY);
  EXPECT_EQ(python_number("1e999"), INFINITY);
  EXPECT_EQ(python_number("1e-999"), 0);
}

TEST(PythonNumber, IsNothingWhereFloatRaisesValueError) {
  for (const char* text : {"", "  ", "1 2", "--1", "+-1", "1__0", "_1", "1_", "0x10", "nan(1)",
                           "1,5", "1.5s", "-", "infinite", ".", "0.5.", "e5"})
    EXPECT_FALSE(python_number(text)) << text;
}

TEST(PythonNumber, MayHaveToBeFinite) {
  EXPECT_EQ(finite_python_number("12.0"), 12);
  for (const char* text : {"nan", "inf", "1e999", "x"})
    EXPECT_FALSE(finite_python_number(text)) << text;
}

}  // namespace
}  // namespace mutlua
