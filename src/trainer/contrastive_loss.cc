// SPDX-License-Identifier: MIT
#include "trainer/contrastive_loss.h"

#include <algorithm>
#include <cmath>

namespace mutlua {

namespace {

constexpr float kMargin = 2;
constexpr float kSameWeight = 0.3F;  // or pulling wins, and classes fall into one place

/// How many pairs there are of each kind; at least 1, so that one may divide by it.
struct Pairs {
  double same = 1;
  double different = 1;
};

Pairs count_pairs(const Labels& labels) {
  double counts[kClasses] = {};
  for (const int label : labels) counts[label] += 1;
  double same = 0;
  for (const double count : counts) same += count * (count - 1) / 2;
  const double images = static_cast<double>(labels.size());
  return {std::max(same, 1.0), std::max(images * (images - 1) / 2 - same, 1.0)};
}

/// A pair's loss, and how strongly its distance vector pulls on either end.
struct Pull {
  double loss;
  float strength;
};

Pull pull_together(float squared_distance) {
  return {kSameWeight * squared_distance, 2 * kSameWeight};
}

Pull push_apart(float squared_distance) {
  constexpr float kLeast = 1e-6F;  // keeps the direction finite where two columns meet
  const float distance = std::sqrt(squared_distance + kLeast);
  if (distance >= kMargin) return {0, 0};
  const float missing = kMargin - distance;
  return {missing * missing, -2 * missing / distance};
}

}  // namespace

double contrastive_loss(const Matrix& columns, const Labels& labels, Matrix& gradient) {
  const Pairs pairs = count_pairs(labels);
  const Index count = columns.cols();
  gradient.setZero(columns.rows(), count);
  double loss = 0;
  for (Index i = 0; i < count; ++i) {
    for (Index j = 0; j < i; ++j) {
      const Vector between = columns.col(i) - columns.col(j);
      const float squared = between.squaredNorm();
      const bool same = labels[static_cast<std::size_t>(i)] == labels[static_cast<std::size_t>(j)];
      const Pull pull = same ? pull_together(squared) : push_apart(squared);
      const double all = same ? pairs.same : pairs.different;
      loss += pull.loss / all;
      gradient.col(i) += static_cast<float>(pull.strength / all) * between;
      gradient.col(j) -= static_cast<float>(pull.strength / all) * between;
    }
  }
  return loss;
}

}  // namespace mutlua
