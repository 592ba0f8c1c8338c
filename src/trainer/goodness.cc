// SPDX-License-Identifier: MIT
#include "trainer/goodness.h"

#include <cmath>

#include "trainer/arithmetic.h"

namespace mutlua {

namespace {

constexpr float kSharpness = 4;

Vector mean_squares(const Matrix& values) {
  return values.colwise().squaredNorm().transpose() / static_cast<float>(values.rows());
}

}  // namespace

Vector goodness(const Matrix& outputs) { return kSharpness * mean_squares(outputs); }

double goodness_loss(const Matrix& outputs, Matrix& gradient) {
  const Vector found = goodness(outputs);
  const Index pairs = outputs.cols() / 2;
  const float by_output = 2 * kSharpness / static_cast<float>(outputs.rows() * pairs);
  gradient.resize(outputs.rows(), outputs.cols());
  double loss = 0;
  for (Index i = 0; i < pairs; ++i) {
    const double power = exponential(found(pairs + i) - found(i));
    if (power != power) return power;
    loss += logarithm(1 + power) / static_cast<double>(pairs);
    const float slope = by_output * static_cast<float>(power / (1 + power));
    gradient.col(i) = -slope * outputs.col(i);
    gradient.col(pairs + i) = slope * outputs.col(pairs + i);
  }
  return loss;
}

Matrix normalised(const Matrix& values) {
  constexpr float kLeast = 1e-6F;  // a dead layer's outputs are all zero
  Matrix result = values;
  const Vector squares = mean_squares(values);
  for (Index i = 0; i < result.cols(); ++i) result.col(i) /= std::sqrt(squares(i) + kLeast);
  return result;
}

}  // namespace mutlua
