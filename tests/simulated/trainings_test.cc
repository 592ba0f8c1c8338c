// SPDX-License-Identifier: MIT
#include "simulated/trainings.h"

#include <gtest/gtest.h>

#include <csignal>
#include <utility>

#include "support/temp_folder.h"

namespace mutlua {
namespace {

/// Trainings that are as long as their only word says.
class Trainings : public testing::Test {
 protected:
  Trainings() { like.utilisation = 0.4; }

  static Launch launch(const std::string& seconds) {
    Launch launch;
    launch.argv = {seconds};
    return launch;
  }

  SimulatedCourse course(const Launch& launch) const {
    SimulatedCourse course = like;
    course.seconds = std::stod(launch.argv.front());
    return course;
  }

  Exit next_exit() {
    while (true) {
      const Event event = trainings.wait(clock.now() + Seconds(1e6));
      if (const auto* exit = std::get_if<Exit>(&event)) return *exit;
    }
  }
  static double seconds(Instant at) { return (at - Instant{}).count(); }

  SimulatedFigures figures;
  SimulatedClock clock;
  SimulatedCard card{figures};
  SimulatedCourse like;
  std::optional<int> signal;
  std::optional<Instant> window;
  int readings = 0;
  SimulatedTrainings trainings{
      clock,
      card,
      {.course = [this](const Launch& launch, auto) { return course(launch); },
       .stop_signal = [this] { return signal; },
       .window_begin = [this] { return window; },
       .read = [this] { ++readings; }},
      false};
};

TEST_F(Trainings, RunAsLongAsTheirWorkIsWhereTheCardSuffices) {
  trainings.start(launch("30"));
  trainings.start(launch("10"));
  EXPECT_NEAR(seconds(next_exit().at), 10, 1e-6);
  EXPECT_NEAR(seconds(next_exit().at), 30, 1e-6);
  EXPECT_EQ(card.load().trainings, 0);
}

TEST_F(Trainings, AreStretchedWhileANeighbourCompetes) {
  like.utilisation = 1;
  trainings.start(launch("30"));
  trainings.start(launch("10"));
  EXPECT_NEAR(seconds(next_exit().at), 20, 1e-6);
  EXPECT_NEAR(seconds(next_exit().at), 40, 1e-6);  // 20 s beside it, and 20 alone
}

TEST_F(Trainings, AreStretchedByACardThatIsTooHot) {
  SimulatedFigures hot;
  hot.ambient_celsius = 45;
  card = SimulatedCard(hot);
  like.utilisation = 1;
  trainings.start(launch("600"));
  const double took = seconds(next_exit().at);
  EXPECT_GT(took, 620);
  EXPECT_LT(took, 600 / hot.throttled_speed);
  EXPECT_NEAR(took, 600 + (1 - hot.throttled_speed) * card.throttled_for().count(), 1e-3);
}

TEST_F(Trainings, WriteTheirLogAsTheyGo) {
  const TempFolder folder;
  like.output = {{2, "one\n"}, {5, "two\n"}};
  SimulatedTrainings writing(
      clock, card,
      {.course = [this](const Launch& launch, auto) { return course(launch); },
       .stop_signal = {},
       .window_begin = {},
       .read = {}},
      true);
  Launch logged = launch("7");
  logged.log = folder / "training.log";
  writing.start(logged);
  EXPECT_TRUE(std::holds_alternative<Output>(writing.wait(clock.now() + Seconds(100))));
  EXPECT_NEAR(seconds(clock.now()), 2, 1e-6);
  EXPECT_EQ(folder.read("training.log"), "one\n");
  EXPECT_TRUE(std::holds_alternative<Output>(writing.wait(clock.now() + Seconds(100))));
  EXPECT_EQ(folder.read("training.log"), "one\ntwo\n");
  EXPECT_TRUE(std::holds_alternative<Exit>(writing.wait(clock.now() + Seconds(100))));
}

TEST_F(Trainings, EndWhenTheyAreStopped) {
  const Started started = trainings.start(launch("30"));
  trainings.wait(clock.now() + Seconds(4));
  trainings.stop(started.id, Seconds(10));
  const Exit exit = next_exit();
  EXPECT_EQ(exit.signal, SIGTERM);
  EXPECT_NEAR(seconds(exit.at), 4, 1e-9);
}

TEST_F(Trainings, WaitNoLongerThanAsked) {
  trainings.start(launch("30"));
  EXPECT_TRUE(std::holds_alternative<Deadline>(trainings.wait(clock.now() + Seconds(4))));
  EXPECT_NEAR(seconds(clock.now()), 4, 1e-9);
}

TEST_F(Trainings, PassOnAWishToStop) {
  signal = SIGINT;
  const Event event = trainings.wait(clock.now() + Seconds(4));
  ASSERT_TRUE(std::holds_alternative<StopRequest>(event));
  EXPECT_EQ(std::get<StopRequest>(event).signal, SIGINT);
  EXPECT_EQ(seconds(clock.now()), 0);
}

TEST_F(Trainings, EndAfterAWishToStopThoughItIsStillThere) {
  const ProcessId id = trainings.start(launch("30")).id;
  signal = SIGTERM;
  ASSERT_TRUE(std::holds_alternative<StopRequest>(trainings.wait(clock.now() + Seconds(4))));
  trainings.stop(id, Seconds(0));
  const Event event = trainings.wait(clock.now() + Seconds(4));
  ASSERT_TRUE(std::holds_alternative<Exit>(event));
  EXPECT_EQ(std::get<Exit>(event).signal, SIGTERM);
}

TEST_F(Trainings, HaveAnOpenWindowReadATolerableNumberOfTimes) {
  for (const char* length : {"1", "60", "36000"}) {
    readings = 0;
    window = clock.now();
    trainings.start(launch(length));
    next_exit();
    EXPECT_GE(readings, 20) << length;
    EXPECT_LE(readings, 200) << length;
  }
  readings = 0;
  window.reset();
  trainings.start(launch("60"));
  next_exit();
  EXPECT_EQ(readings, 0);
}

TEST_F(Trainings, HoldTheCardsMemory) {
  like.memory_bytes = 1000;
  trainings.start(launch("30"));
  trainings.start(launch("10"));
  EXPECT_EQ(card.load().memory_bytes, 2000);
  EXPECT_EQ(trainings.on_card().size(), 2u);
  next_exit();
  EXPECT_EQ(card.load().memory_bytes, 1000);
}

}  // namespace
}  // namespace mutlua
