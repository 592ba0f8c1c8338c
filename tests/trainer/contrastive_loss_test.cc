// SPDX-License-Identifier: MIT
#include "trainer/contrastive_loss.h"

#include "trainer/gradient_of_loss.h"

namespace mutlua {
namespace {

double loss_of(const Matrix& columns, const Labels& labels) {
  Matrix gradient;
  return contrastive_loss(columns, labels, gradient);
}

TEST(ContrastiveLoss, HasTheRightGradient) {
  Random random(3);
  const Labels labels = {0, 1, 0, 2, 1, 1, 0};
  expect_right_gradient(random_matrix(3, 7, random), [&](const Matrix& columns, Matrix& gradient) {
    return contrastive_loss(columns, labels, gradient);
  });
}

TEST(ContrastiveLoss, PullsPairsOfOneClassTogether) {
  Matrix columns(1, 2);
  columns << 0, 3;
  EXPECT_NEAR(loss_of(columns, {4, 4}), 0.3 * 9, 1e-6);
}

TEST(ContrastiveLoss, PushesPairsOfTwoClassesApartUpToTheMargin) {
  Matrix columns(1, 2);
  columns << 0, 0.5F;
  EXPECT_NEAR(loss_of(columns, {4, 5}), 1.5 * 1.5, 1e-4);
  columns << 0, 2.5F;
  EXPECT_EQ(loss_of(columns, {4, 5}), 0);
}

TEST(ContrastiveLoss, OfASingleColumnIsZero) { EXPECT_EQ(loss_of(Matrix::Ones(3, 1), {7}), 0); }

TEST(ContrastiveLoss, StaysFiniteWhereColumnsMeet) {
  Matrix gradient;
  EXPECT_NEAR(contrastive_loss(Matrix::Ones(3, 2), {7, 8}, gradient), 4, 0.01);
  EXPECT_TRUE(gradient.allFinite());
}

}  // namespace
}  // namespace mutlua
