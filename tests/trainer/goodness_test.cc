// SPDX-License-Identifier: MIT
#include "trainer/goodness.h"

#include <limits>

#include "trainer/gradient_of_loss.h"

namespace mutlua {
namespace {

TEST(Goodness, IsFourTimesTheMeanSquare) {
  Matrix outputs(2, 2);
  outputs << 1, 0, 3, 0;
  EXPECT_EQ(goodness(outputs), Vector({{20, 0}}));
}

TEST(Goodness, LossHasTheRightGradient) {
  Random random(3);
  expect_right_gradient(random_matrix(4, 6, random), goodness_loss);
}

TEST(Goodness, LossIsSmallWhereTheFirstHalfIsLively) {
  Matrix outputs(1, 2), gradient;
  outputs << 3, 0;
  EXPECT_LT(goodness_loss(outputs, gradient), 1e-6);
  outputs << 0, 3;
  EXPECT_NEAR(goodness_loss(outputs, gradient), 36, 1e-6);
  outputs << 2, 2;
  EXPECT_NEAR(goodness_loss(outputs, gradient), 0.693147, 1e-6);
}

TEST(Goodness, LossDoesNotHideWhatIsNoNumber) {
  Matrix gradient;
  const Matrix outputs = Matrix::Constant(2, 4, std::numeric_limits<float>::quiet_NaN());
  EXPECT_TRUE(std::isnan(goodness_loss(outputs, gradient)));
}

TEST(Normalised, TakesTheLivelinessAndKeepsTheDirection) {
  Matrix values(2, 2);
  values << 1, 0, 7, 0;
  const Matrix result = normalised(values);
  EXPECT_NEAR(result.col(0).squaredNorm() / 2, 1, 1e-5);
  EXPECT_NEAR(result(1, 0) / result(0, 0), 7, 1e-5);
  EXPECT_TRUE(result.col(1).isZero());
}

}  // namespace
}  // namespace mutlua
