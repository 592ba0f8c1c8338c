// SPDX-License-Identifier: MIT
#include "trainer/forward_forward.h"

#include <gtest/gtest.h>

#include <limits>

#include "trainer/metrics.h"

namespace mutlua {
namespace {

/// The first images of the digits, learned again and again.
class ForwardForwardTest : public testing::Test {
 protected:
  ForwardForwardTest() : network_({24, 16}, random_) {}

  double learn(int times) {
    double loss = 0;
    for (int i = 0; i < times; ++i) loss = network_.learn(images_, {0.2F, 0, random_});
    return loss;
  }
  double accuracy() { return top_k(network_.scores(images_.pixels), images_.labels, 1); }

  Images images_ = read_images(digits_text()).pick({0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13});
  Random random_{3};
  ForwardForward network_;
};

TEST_F(ForwardForwardTest, LearnsImagesByHeart) {
  const double at_first = learn(1);
  EXPECT_LT(accuracy(), 0.5);
  EXPECT_LT(learn(200), at_first / 5);
  EXPECT_EQ(accuracy(), 1);
}

TEST_F(ForwardForwardTest, ScoringLearnsNothing) {
  const Matrix before = network_.scores(images_.pixels);
  EXPECT_EQ(network_.scores(images_.pixels), before);
}

TEST_F(ForwardForwardTest, SaysThatItDiverged) {
  images_.pixels(0, 0) = std::numeric_limits<float>::quiet_NaN();
  EXPECT_FALSE(std::isfinite(learn(1)));
}

}  // namespace
}  // namespace mutlua
