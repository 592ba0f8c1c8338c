// SPDX-License-Identifier: MIT
#include "trainer/build.h"

#include <gtest/gtest.h>

#include <set>

#include "trainer/failure.h"
#include "trainer/settings.h"

namespace mutlua {
namespace {

std::size_t parameters_of(const std::string& words) {
  Random random(1);
  return build_network(words, 0.5F, random)->parameter_count();
}

TEST(BuildNetwork, MakesTheLayersThatTheWordsName) {
  EXPECT_EQ(parameters_of("dense:32"), 64U * 32 + 32 + 32 * 10 + 10);
  EXPECT_EQ(parameters_of("conv:4,pool,dropout"), 9U * 4 + 4 + 4 * 16 * 10 + 10);
  EXPECT_EQ(parameters_of("dense:5,residual:2"), 64U * 5 + 5 + 4 * (5 * 5 + 5) + 5 * 10 + 10);
  EXPECT_EQ(parameters_of("rnn:5"), 5U * (8 + 5) + 5 + 5 * 10 + 10);
  EXPECT_EQ(parameters_of("lstm:5"), 4U * 5 * (8 + 5) + 4 * 5 + 5 * 10 + 10);
  EXPECT_EQ(parameters_of("dense:5,place:3"), 64U * 5 + 5 + 5 * 3 + 3);
  EXPECT_EQ(parameters_of("goodness:5,goodness:4"), 74U * 5 + 5 + 5 * 4 + 4);
}

TEST(BuildNetwork, ScoresTenClassesPerImage) {
  Random random(1);
  const auto network = build_network("conv:2,pool,pool,pool,dense:3", 0, random);
  const Matrix scores = network->scores(Matrix::Ones(kPixels, 130));
  EXPECT_EQ(scores.rows(), 10);
  EXPECT_EQ(scores.cols(), 130);
  EXPECT_EQ(scores.col(0), scores.col(129));
}

TEST(BuildNetwork, ScoresTenClassesInEveryWayOfLearning) {
  for (const char* words : {"rnn:4", "lstm:4", "dense:4,place:3", "goodness:4"}) {
    Random random(1);
    const auto network = build_network(words, 0, random);
    const Images images{Matrix::Ones(kPixels, 70), Labels(70, 3)};
    EXPECT_GT(network->learn(images, {0.01F, 0, random}), 0) << words;
    const Matrix scores = network->scores(images.pixels);
    EXPECT_EQ(scores.rows(), 10) << words;
    EXPECT_EQ(scores.cols(), 70) << words;
    EXPECT_TRUE(scores.col(0).isApprox(scores.col(69), 1e-5F)) << words;
    EXPECT_TRUE(scores.allFinite()) << words;
  }
}

TEST(BuildNetwork, RefusesWordsThatItDoesNotKnow) {
  for (const char* words :
       {"gru:8", "dense", "dense:0", "dense:-3", "dense:x", "dense:8x", "dense:5000", "pool:2",
        "conv:4,,pool", "pool,pool,pool,pool", "place:4,dense:8", "goodness:8,dense:8",
        "dense:8,goodness:8", "rnn", "lstm:0", "place", ","}) {
    EXPECT_THROW(parameters_of(words), UsageError) << words;
  }
}

TEST(Recipes, AreAllDifferentAndCanBeBuilt) {
  std::set<std::string> words;
  for (const Recipe& recipe : recipes()) {
    EXPECT_NO_THROW(check(recipe.defaults)) << recipe.name;
    words.insert(recipe.defaults.words);
    EXPECT_GT(parameters_of(recipe.defaults.words), 1000U) << recipe.name;
  }
  EXPECT_EQ(words.size(), 16U);
}

}  // namespace
}  // namespace mutlua
