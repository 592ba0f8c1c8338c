// SPDX-License-Identifier: MIT
#include "trainer/loss.h"

#include <algorithm>
#include <limits>

#include "trainer/arithmetic.h"

namespace mutlua {

Matrix probabilities(const Matrix& scores) {
  Matrix result(scores.rows(), scores.cols());
  for (Index image = 0; image < scores.cols(); ++image) {
    const double largest = scores.col(image).maxCoeff();
    double powers[kClasses];
    double sum = 0;
    for (Index i = 0; i < kClasses; ++i) sum += powers[i] = exponential(scores(i, image) - largest);
    for (Index i = 0; i < kClasses; ++i) result(i, image) = static_cast<float>(powers[i] / sum);
  }
  return result;
}

double cross_entropy(const Matrix& probabilities, const Labels& labels) {
  constexpr float kLeast = std::numeric_limits<float>::min();
  double sum = 0;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const float right = probabilities(labels[i], static_cast<Index>(i));
    if (right != right) return std::numeric_limits<double>::quiet_NaN();
    sum -= logarithm(std::max(right, kLeast));
  }
  return sum / static_cast<double>(labels.size());
}

Matrix cross_entropy_gradient(const Matrix& probabilities, const Labels& labels) {
  Matrix gradient = probabilities;
  for (std::size_t i = 0; i < labels.size(); ++i) gradient(labels[i], static_cast<Index>(i)) -= 1;
  return gradient / static_cast<float>(labels.size());
}

}  // namespace mutlua
