// SPDX-License-Identifier: MIT
#pragma once

#include <gtest/gtest.h>

#include <cmath>

#include "trainer/matrix.h"
#include "trainer/random.h"

namespace mutlua {

inline Matrix random_matrix(Index rows, Index columns, Random& random) {
  Matrix matrix(rows, columns);
  for (Index i = 0; i < matrix.size(); ++i) matrix.data()[i] = 2 * random.uniform() - 1;
  return matrix;
}

/// Compares the gradient that a loss sets with the slope between two points near each value.
/// `loss(values, gradient)` sets the gradient and returns the loss.
template <typename Loss>
void expect_right_gradient(Matrix values, const Loss& loss) {
  constexpr float kStep = 1e-2F;
  Matrix gradient, ignored;
  loss(values, gradient);
  ASSERT_EQ(gradient.size(), values.size());
  for (Index i = 0; i < values.size(); ++i) {
    const float before = values.data()[i];
    values.data()[i] = before + kStep;
    const double above = loss(values, ignored);
    values.data()[i] = before - kStep;
    const double below = loss(values, ignored);
    values.data()[i] = before;
    EXPECT_NEAR(gradient.data()[i], (above - below) / (2 * static_cast<double>(kStep)), 2e-3) << i;
  }
  EXPECT_GT(gradient.cwiseAbs().maxCoeff(), 0.02F);
}

}  // namespace mutlua
