// SPDX-License-Identifier: MIT
#include "trainer/siamese_network.h"

#include <gtest/gtest.h>

#include "trainer/build.h"
#include "trainer/metrics.h"

namespace mutlua {
namespace {

std::vector<std::size_t> first_numbers(std::size_t count) {
  std::vector<std::size_t> numbers;
  for (std::size_t i = 0; i < count; ++i) numbers.push_back(i);
  return numbers;
}

TEST(SiameseNetwork, LearnsImagesByHeart) {
  const Images images = read_images(digits_text()).pick(first_numbers(40));
  Random random(3);
  const auto network = build_network("dense:24,place:6", 0, random);
  const double at_first = network->learn(images, {0.05F, 0, random});
  double loss = 0;
  for (int i = 0; i < 100; ++i) loss = network->learn(images, {0.05F, 0, random});
  EXPECT_LT(loss, at_first / 5);
  EXPECT_EQ(top_k(network->scores(images.pixels), images.labels, 1), 1);
}

TEST(SiameseNetwork, ScoresByTheDistanceToTheClassThatItHasSeen) {
  Random random(3);
  const auto network = build_network("place:4", 0, random);
  const Images images{Matrix::Ones(kPixels, 60), Labels(60, 7)};
  network->learn(images, {1e-9F, 0, random});
  const Matrix scores = network->scores(Matrix::Ones(kPixels, 1));
  EXPECT_NEAR(scores(7, 0), 0, 0.02 * scores.cwiseAbs().maxCoeff());
  EXPECT_LT(scores(6, 0), -0.01);  // nothing is known of it
}

}  // namespace
}  // namespace mutlua
