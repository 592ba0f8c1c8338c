// SPDX-License-Identifier: MIT
#include "analysis/student.h"

#include <gtest/gtest.h>

namespace mutlua {
namespace {

// Printed tables of Student's t, as in NIST/SEMATECH e-Handbook 1.3.6.7.2.
TEST(StudentQuantile, IsThatOfThePrintedTables) {
  EXPECT_NEAR(student_quantile(0.975, 1), 12.706, 0.0005);
  EXPECT_NEAR(student_quantile(0.975, 4), 2.776, 0.0005);
  EXPECT_NEAR(student_quantile(0.975, 9), 2.262, 0.0005);
  EXPECT_NEAR(student_quantile(0.995, 10), 3.169, 0.0005);
  EXPECT_NEAR(student_quantile(0.95, 29), 1.699, 0.0005);
}

TEST(StudentQuantile, IsSymmetric) {
  EXPECT_NEAR(student_quantile(0.5, 3), 0, 1e-12);
  EXPECT_NEAR(student_quantile(0.1, 7), -student_quantile(0.9, 7), 1e-12);
}

}  // namespace
}  // namespace mutlua
