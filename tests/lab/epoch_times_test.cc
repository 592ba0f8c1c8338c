// SPDX-License-Identifier: MIT
#include "lab/epoch_times.h"

#include <gtest/gtest.h>

namespace mutlua {
namespace {

Instant at(double seconds) { return Instant{} + Seconds(seconds); }

/// A training of 100 s whose log marks the ends of epochs at these seconds, with 10 W of CPU and
/// 100 W of GPU.
Outcome marked(const std::vector<double>& ends) {
  Outcome outcome;
  outcome.exit.at = at(100);
  outcome.exit.exit_code = 0;
  outcome.verdict.status = TrainingStatus::completed;
  std::optional<Instant> began;
  for (const double end : ends) {
    Epoch epoch;
    epoch.index = static_cast<std::int64_t>(outcome.epochs.size()) + 1;
    epoch.began = began;
    epoch.at = at(end);
    began = epoch.at;
    outcome.epochs.push_back(epoch);
    outcome.energy[epoch.at] = {.cpu = Joules{10 * end}, .gpu = Joules{100 * end}};
  }
  outcome.energy[outcome.began] = {.cpu = Joules{0}, .gpu = Joules{0}};
  return outcome;
}

TEST(EpochTimes, GiveSecondsAndJoulesBetweenMarksThatWereSeenWhenTheyHappened) {
  const Json epochs = epochs_json(marked({10, 20, 40}));
  EXPECT_FALSE(epochs[0].contains("seconds"));  // when it began is not in the log
  EXPECT_EQ(epochs[1].at("seconds"), 10.0);
  EXPECT_EQ(epochs[2].at("gpu_joules"), 2000.0);
  EXPECT_EQ(epochs[2].at("joules"), 2200.0);
  EXPECT_TRUE(epoch_flags(marked({10, 20, 40})).empty());
}

TEST(EpochTimes, LeaveOutEpochsAroundSeveralMarksAtOnce) {
  const Outcome outcome = marked({10, 30, 30, 40, 50});
  const Json epochs = epochs_json(outcome);
  for (const int unknown : {1, 2, 3}) EXPECT_FALSE(epochs[unknown].contains("seconds")) << unknown;
  EXPECT_EQ(epochs[4].at("seconds"), 10.0);
  const Flags flags = epoch_flags(outcome);
  ASSERT_EQ(flags.size(), 1u);
  EXPECT_EQ(flags[0].id, "epochs.buffered");
  EXPECT_EQ(flags[0].severity, Severity::info);
  EXPECT_EQ(flags[0].value, 2);
}

TEST(EpochTimes, LeaveOutAllWhereTheLogWasShownAtTheEnd) {
  const Outcome outcome = marked({92, 95, 99});
  for (const Json& epoch : epochs_json(outcome)) EXPECT_FALSE(epoch.contains("joules"));
  EXPECT_EQ(epoch_flags(outcome)[0].value, 3);
  EXPECT_TRUE(epoch_flags(marked({95})).empty());  // a single epoch ends when the training does
}

TEST(EpochTimes, TakeShortEpochsTogether) {
  const Json blocks = EpochTimes(marked({3, 6, 9, 12, 15, 18, 21, 24})).blocks();
  ASSERT_EQ(blocks.size(), 1u);
  EXPECT_EQ(blocks[0].at("first"), 2);
  EXPECT_EQ(blocks[0].at("last"), 5);
  EXPECT_EQ(blocks[0].at("seconds"), 12.0);
  EXPECT_EQ(blocks[0].at("gpu_joules"), 1200.0);
  EXPECT_TRUE(EpochTimes(marked({10, 20, 30})).blocks().empty());
}

TEST(EpochTimes, TellTheStartUpOnlyWhereTheLogMarksTheBeginningOfEpochs) {
  Outcome outcome = marked({20, 40});
  EXPECT_FALSE(outcome_json(outcome).contains("startup_seconds"));
  outcome.epochs[0].began = at(8);
  outcome.energy[at(8)] = {.cpu = Joules{80}, .gpu = Joules{800}};
  const Json json = outcome_json(outcome);
  EXPECT_EQ(json.at("startup_seconds"), 8.0);
  EXPECT_EQ(json.at("startup_joules"), 880.0);
}

}  // namespace
}  // namespace mutlua
