// SPDX-License-Identifier: MIT
#include "trainer/training.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <sstream>

#include "trainer/failure.h"

namespace mutlua {
namespace {

Settings tiny(const std::string& network) {
  Settings settings = defaults_of(network);
  settings.epochs = 2;
  settings.iterations = 0;
  return settings;
}

/// What the training writes, without the speeds.
std::string text_of(const Settings& settings) {
  std::ostringstream out;
  train(settings, out);
  std::istringstream lines(out.str());
  std::string kept;
  for (std::string line; std::getline(lines, line);) {
    if (line.find("_per_second") == std::string::npos) kept += line + "\n";
  }
  return kept;
}

std::string after_the_header(const std::string& text) { return text.substr(text.find("Epoch")); }

// Written down from a build with g++ 12 at -O2: the same on every x86-64 machine and in every
// build.
TEST(Training, GivesTheSameNumbersEverywhere) {
  Settings settings = tiny("conv:6,pool,dropout,dense:24,residual:1");
  settings.dropout = 0.25;
  settings.learning_rate = 0.05;
  settings.weight_decay = 1e-3;
  settings.seed = 42;
  EXPECT_EQ(after_the_header(text_of(settings)),
            R"(Epoch 1/2: train_loss 2.015625, validation_accuracy 73.95
Epoch 2/2: train_loss 1.010356, validation_accuracy 87.39
test_accuracy: 85.809683%
test_error: 0.141903
train_error: 0.129750
best_val_accuracy: 87.394958%
accuracy: 0.858097
precision: 0.859440
recall: 0.858983
f1: 0.856859
top1_accuracy: 0.858097
top5_accuracy: 0.988314
top10_accuracy: 1.000000
rank1: 0.858097
rank5: 0.988314
map: 0.911160
eval_loss: 0.613914
final_training_loss: 1.010356
)");
}

TEST(Training, GivesTheSameNumbersEverywhereInEveryWayOfLearning) {
  const std::map<std::string, std::string> last_epochs = {
      {"rnn:16", "Epoch 2/2: train_loss 1.402139, validation_accuracy 61.34\n"},
      {"lstm:8", "Epoch 2/2: train_loss 2.208788, validation_accuracy 36.13\n"},
      {"goodness:24,goodness:16", "Epoch 2/2: train_loss 0.476942, validation_accuracy 73.11\n"},
      {"dense:16,place:8", "Epoch 2/2: train_loss 0.444789, validation_accuracy 87.39\n"}};
  for (const auto& [words, last_epoch] : last_epochs) {
    Settings settings = tiny(words);
    settings.rate_scale = 5;
    const std::string text = text_of(settings);
    EXPECT_NE(text.find(last_epoch), std::string::npos) << words << "\n" << text;
  }
}

TEST(Training, RepeatsItself) { EXPECT_EQ(text_of(tiny("mnist_rnn")), text_of(tiny("mnist_rnn"))); }

TEST(Training, DependsOnTheSeed) {
  Settings other = tiny("mnist_rnn");
  other.seed = 2;
  EXPECT_NE(text_of(tiny("mnist_rnn")), text_of(other));
}

TEST(Training, CountsStepsWhereAskedTo) {
  Settings settings = tiny("dense:8");
  settings.iterations = 70;  // 1079 images in batches of 32: 34 steps a pass
  const std::string text = text_of(settings);
  EXPECT_NE(text.find("\nEpoch 1/3: "), std::string::npos) << text;
  EXPECT_NE(text.find("\nEpoch 3/3: "), std::string::npos) << text;
  EXPECT_EQ(text.find("Epoch 4"), std::string::npos) << text;
}

TEST(Training, FoldsDecideHowManyImagesAreForValidation) {
  Settings settings = tiny("dense:8");
  settings.folds = 2;
  EXPECT_NE(text_of(settings).find("599 training, 599 validation and 599 held-out"),
            std::string::npos);
}

TEST(Training, SaysThatTheLossDiverged) {
  Settings settings = tiny("mnist_ff");
  settings.learning_rate = 1e20;
  std::ostringstream out;
  try {
    train(settings, out);
    FAIL() << out.str();
  } catch (const TrainingFailed& failure) {
    EXPECT_STREQ(failure.what(),
                 "the loss diverged at epoch 1 (not a number); lower the learning rate");
  }
}

TEST(Training, FailsIfItsOutputIsLost) {
  std::ostringstream out;
  out.setstate(std::ios::badbit);
  EXPECT_THROW(train(tiny("dense:8"), out), TrainingFailed);
}

}  // namespace
}  // namespace mutlua
