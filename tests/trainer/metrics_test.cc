// SPDX-License-Identifier: MIT
#include "trainer/metrics.h"

#include <gtest/gtest.h>

namespace mutlua {
namespace {

/// Four images. Scores for classes 0, 1, 2; the other classes have -1. Predicted: 0, 0, 1, 2.
Matrix scores() {
  Matrix matrix = Matrix::Constant(kClasses, 4, -1.0F);
  matrix.topRows(3) << 0.9F, 0.6F, 0.3F, 0.1F,  //
      0.05F, 0.3F, 0.5F, 0.2F,                  //
      0.05F, 0.1F, 0.2F, 0.7F;
  return matrix;
}

const Labels kTruth = {0, 1, 1, 0};

TEST(Metrics, TopKCountsTheRightClassAmongTheHighest) {
  EXPECT_DOUBLE_EQ(top_k(scores(), kTruth, 1), 0.5);   // images 0 and 2
  EXPECT_DOUBLE_EQ(top_k(scores(), kTruth, 2), 0.75);  // and image 1
  EXPECT_DOUBLE_EQ(top_k(scores(), kTruth, 3), 1);
  EXPECT_DOUBLE_EQ(top_k(scores(), kTruth, 10), 1);
}

TEST(Metrics, TopKGivesEqualScoresToTheLowerClass) {
  const Matrix equal = Matrix::Zero(kClasses, 1);
  EXPECT_EQ(top_k(equal, {0}, 1), 1);
  EXPECT_EQ(top_k(equal, {1}, 1), 0);
  EXPECT_EQ(top_k(equal, {1}, 2), 1);
}

TEST(Metrics, MacroAveragesCountEveryClassTheSame) {
  // Precision: class 0 1/2, class 1 1/1, class 2 0/1. Recall: 1/2, 1/2. F1: 1/2, 2/3. Others 0.
  const MacroAverages means = macro_averages(scores(), kTruth);
  EXPECT_DOUBLE_EQ(means.precision, 0.15);
  EXPECT_DOUBLE_EQ(means.recall, 0.1);
  EXPECT_NEAR(means.f1, (0.5 + 2.0 / 3) / 10, 1e-15);
}

TEST(Metrics, MeanAveragePrecisionRanksTheImagesOfEachClass) {
  // Class 0 ranks images 0 1 2 3, its own at 1 and 4: (1/1 + 2/4) / 2 = 0.75.
  // Class 1 ranks images 2 1 3 0, its own at 1 and 2: 1. Class 2 has no image.
  EXPECT_DOUBLE_EQ(mean_average_precision(scores(), kTruth), 0.875);
}

TEST(Metrics, OfAPerfectNetworkAreAllOne) {
  Labels all(kClasses);
  for (int i = 0; i < kClasses; ++i) all[static_cast<std::size_t>(i)] = i;
  const Matrix perfect = Matrix::Identity(kClasses, kClasses);
  EXPECT_DOUBLE_EQ(top_k(perfect, all, 1), 1);
  EXPECT_DOUBLE_EQ(macro_averages(perfect, all).f1, 1);
  EXPECT_DOUBLE_EQ(mean_average_precision(perfect, all), 1);
}

}  // namespace
}  // namespace mutlua
