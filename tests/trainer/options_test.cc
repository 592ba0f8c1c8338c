// SPDX-License-Identifier: MIT
#include "trainer/options.h"

#include <gtest/gtest.h>

#include <vector>

#include "trainer/failure.h"

namespace mutlua {
namespace {

Settings read(std::vector<const char*> words) {
  words.insert(words.begin(), "mutlua-train");
  const auto settings = read_options(static_cast<int>(words.size()), words.data());
  check(settings.value());
  return *settings;
}

TEST(Options, ComeFromTheNetworkWhereTheyAreNotGiven) {
  const Settings settings = read({"--network", "resnet20"});
  EXPECT_EQ(settings.epochs, 200);
  EXPECT_EQ(settings.learning_rate, 0.1);
  EXPECT_EQ(settings.weight_decay, 1e-4);
  EXPECT_EQ(settings.seed, 1334U);
}

TEST(Options, WinOverTheNetwork) {
  const Settings settings =
      read({"--network", "mnist", "--epochs", "3", "--learning-rate", "2e-05", "--batch-size=64",
            "--seed", "9", "--weight-decay", "0.0", "--folds", "5", "--rate-scale", "7"});
  EXPECT_EQ(settings.epochs, 3);
  EXPECT_EQ(settings.learning_rate, 2e-5);
  EXPECT_EQ(settings.batch_size, 64);
  EXPECT_EQ(settings.seed, 9U);
  EXPECT_EQ(settings.folds, 5);
  EXPECT_EQ(settings.rate_scale, 7);
}

TEST(Options, LastOneCounts) {
  EXPECT_EQ(read({"--network", "mnist", "--epochs", "3", "--epochs", "4"}).epochs, 4);
}

TEST(Options, EpochsTakeThePlaceOfIterations) {
  EXPECT_EQ(read({"--network", "bug_localization"}).iterations, 10000);
  EXPECT_EQ(read({"--network", "bug_localization", "--iterations", "7"}).iterations, 7);
  EXPECT_EQ(read({"--network", "bug_localization", "--epochs", "7"}).iterations, 0);
}

TEST(Options, TakeTheLayersOfANetworkWithoutAName) {
  EXPECT_EQ(read({"--network", "conv:4,dense:8"}).words, "conv:4,dense:8");
}

TEST(Options, RefuseWhatCannotBe) {
  const std::vector<std::vector<const char*>> bad = {{"--epochs", "0"},
                                                     {"--epochs", "-1"},
                                                     {"--epochs", "ten"},
                                                     {"--epochs", "1.5"},
                                                     {"--learning-rate", "-0.1"},
                                                     {"--learning-rate", "0"},
                                                     {"--learning-rate", "nan"},
                                                     {"--learning-rate", "inf"},
                                                     {"--batch-size", "0"},
                                                     {"--seed", "-1"},
                                                     {"--seed", "99999999999999999"},
                                                     {"--weight-decay", "-1e-5"},
                                                     {"--dropout", "0.5"},
                                                     {"--folds", "1"},
                                                     {"--rate-scale", "0"},
                                                     {"--iterations", "0"},
                                                     {"--iterations", "5", "--epochs", "5"},
                                                     {"--gpu"},
                                                     {"extra"}};
  for (std::vector<const char*> words : bad) {
    words.insert(words.begin(), {"--network", "mnist"});
    EXPECT_THROW(read(words), UsageError) << words[2] << " " << words.back();
  }
  EXPECT_THROW(read({}), UsageError);
  EXPECT_THROW(read({"--network", "pcb", "--dropout", "1"}), UsageError);
}

TEST(Options, SayWhichOneIsWrong) {
  try {
    read({"--network", "mnist", "--batch-size", "-4"});
    FAIL();
  } catch (const UsageError& error) {
    EXPECT_STREQ(error.what(), "--batch-size must be from 1 to 1024");
  }
}

}  // namespace
}  // namespace mutlua
