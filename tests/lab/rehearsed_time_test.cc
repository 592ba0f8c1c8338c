// SPDX-License-Identifier: MIT
#include "lab/rehearsed_time.h"

#include <gtest/gtest.h>

namespace mutlua {
namespace {

Instant at(double seconds) { return Instant{} + Seconds(seconds); }

Outcome training(double from, double to) {
  Outcome outcome;
  outcome.began = at(from);
  outcome.exit.at = at(to);
  return outcome;
}

TEST(RehearsedTimer, TellsPausesFromTrainings) {
  RehearsedTimer timer;
  timer.passed("cool", {{"seconds", 60}}, at(0), at(60));
  timer.passed("wait", Json::object(), at(60), at(160));
  timer.passed("sleep", {{"seconds", 5}}, at(160), at(165));
  const RehearsedTime time = timer.total({training(60, 160)});
  EXPECT_EQ(time.least.count(), 65);
  EXPECT_EQ(time.most.count(), 65);
  EXPECT_EQ(time.measured.count(), 100);
  EXPECT_EQ(time.others.count(), 0);
}

TEST(RehearsedTimer, CountsTogetherWhatRanTogetherOnce) {
  RehearsedTimer timer;
  timer.passed("wait", Json::object(), at(0), at(30));
  const RehearsedTime time = timer.total({training(10, 30), training(0, 20)});
  EXPECT_EQ(time.measured.count(), 30);
  EXPECT_EQ(time.others.count(), 0);
}

TEST(RehearsedTimer, LeavesOutOfAPauseWhatPassesBesideAMeasuredTraining) {
  RehearsedTimer timer;
  timer.passed("sleep", {{"seconds", 40}}, at(0), at(40));
  EXPECT_EQ(timer.total({training(10, 20)}).least.count(), 30);
}

TEST(RehearsedTimer, TakesWaitsForOtherTrainingsApart) {
  RehearsedTimer timer;
  timer.passed("wait", Json::object(), at(0), at(50));
  timer.passed("wait", Json::object(), at(50), at(60));
  EXPECT_EQ(timer.total({training(50, 60)}).others.count(), 50);
}

TEST(RehearsedTimer, KnowsTheBoundsOfWhatTheMachineEnds) {
  RehearsedTimer timer;
  timer.passed("cool", {{"until_idle", true}, {"least_seconds", 5}, {"most_seconds", 100}}, at(0),
               at(5));
  timer.passed("background_settle",
               {{"id", 1}, {"first_epoch", true}, {"seconds", 0}, {"most_seconds", 20}}, at(5),
               at(500));
  const RehearsedTime time = timer.total({});
  EXPECT_EQ(time.least.count(), 5);
  EXPECT_EQ(time.most.count(), 120);
  EXPECT_EQ(time.others.count(), 0);
}

TEST(RehearsedTimer, TakesTheIdleReadingOutOfTheCooling) {
  RehearsedTimer timer;
  timer.passed("cool", {{"seconds", 7}}, at(0), at(17));
  const RehearsedTime time = timer.total({});
  EXPECT_EQ(time.least.count(), 7);
  EXPECT_EQ(time.idle_reading.count(), 10);
  EXPECT_EQ(time.others.count(), 0);
}

}  // namespace
}  // namespace mutlua
