// SPDX-License-Identifier: MIT
#include "trainer/loss.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace mutlua {
namespace {

TEST(Loss, EqualScoresAreEqualProbabilities) {
  const Matrix likely = probabilities(Matrix::Constant(kClasses, 2, 3.0F));
  EXPECT_TRUE(likely.isApproxToConstant(0.1F));
  EXPECT_NEAR(cross_entropy(likely, {0, 7}), std::log(10.0), 1e-7);
}

TEST(Loss, LargeScoresDoNotOverflow) {
  Matrix scores = Matrix::Zero(kClasses, 1);
  scores(4, 0) = 1e30F;
  EXPECT_EQ(cross_entropy(probabilities(scores), {4}), 0);
  EXPECT_NEAR(cross_entropy(probabilities(scores), {5}), 87.3, 0.1);
}

TEST(Loss, OfNoNumberIsNoNumber) {
  Matrix scores = Matrix::Zero(kClasses, 1);
  scores(4, 0) = std::numeric_limits<float>::quiet_NaN();
  EXPECT_TRUE(std::isnan(cross_entropy(probabilities(scores), {0})));
}

TEST(Loss, GradientAgreesWithFiniteDifferences) {
  Matrix scores(kClasses, 2);
  for (Index i = 0; i < scores.size(); ++i) scores.data()[i] = 0.3F * static_cast<float>(i % 7);
  const Labels labels = {3, 8};
  const Matrix gradient = cross_entropy_gradient(probabilities(scores), labels);
  for (Index i = 0; i < scores.size(); ++i) {
    const float before = scores.data()[i];
    scores.data()[i] = before + 0.01F;
    const double above = cross_entropy(probabilities(scores), labels);
    scores.data()[i] = before - 0.01F;
    const double below = cross_entropy(probabilities(scores), labels);
    scores.data()[i] = before;
    EXPECT_NEAR(gradient.data()[i], (above - below) / 0.02, 1e-4);
  }
}

}  // namespace
}  // namespace mutlua
