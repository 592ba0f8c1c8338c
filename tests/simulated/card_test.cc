// SPDX-License-Identifier: MIT
#include "simulated/card.h"

#include <gtest/gtest.h>

namespace mutlua {
namespace {

constexpr SimulatedLoad kFull{.trainings = 1, .utilisation = 1, .power = 1, .memory_bytes = 0};

Instant at(double seconds) { return Instant{} + Seconds(seconds); }

/// Lives on as SimulatedTrainings has it live: with a stop where its clocks change.
void live(SimulatedCard& card, double until) {
  while (card.at() < at(until)) card.advance_to(card.next_switch(at(until)));
}

TEST(SimulatedCard, RestsAtItsIdlePower) {
  SimulatedCard card{SimulatedFigures{}};
  const double before = card.celsius();
  card.advance_to(at(3600));
  EXPECT_NEAR(card.celsius(), before, 1e-6);
  EXPECT_NEAR(card.gpu_joules() / 3600, card.watts(), 1e-6);
  EXPECT_LT(card.watts(), 20);
  EXPECT_NEAR(card.cpu_joules(), 25.0 * 3600, 1e-6);
}

TEST(SimulatedCard, UsesMoreTheMoreOfItIsAskedFor) {
  double last = 0;
  for (const double share : {0.1, 0.5, 1.0}) {
    SimulatedCard card{SimulatedFigures{}};
    card.set_load({.trainings = 1, .utilisation = share, .power = share, .memory_bytes = 0});
    card.advance_to(at(600));
    EXPECT_GT(card.gpu_joules(), last);
    last = card.gpu_joules();
  }
}

TEST(SimulatedCard, GivesTrainingsThatAskForTooMuchLess) {
  SimulatedCard card{SimulatedFigures{}};
  card.set_load({.trainings = 2, .utilisation = 0.9, .power = 0.9, .memory_bytes = 0});
  EXPECT_DOUBLE_EQ(card.speed(), 1);
  card.set_load({.trainings = 2, .utilisation = 1.6, .power = 1.6, .memory_bytes = 0});
  EXPECT_DOUBLE_EQ(card.speed(), 1 / 1.6);
  SimulatedCard alone{SimulatedFigures{}};
  alone.set_load({.trainings = 2, .utilisation = 1, .power = 1, .memory_bytes = 0});
  EXPECT_DOUBLE_EQ(card.watts(), alone.watts()) << "no more than all of it";
}

TEST(SimulatedCard, HoldsItsClocksDownWhenItIsHotAndLetsThemGo) {
  SimulatedFigures hot;
  hot.ambient_celsius = 45;
  SimulatedCard card(hot);
  card.set_load(kFull);
  live(card, 600);
  EXPECT_GT(card.throttled_for(), Seconds(10));
  EXPECT_LE(card.celsius(), hot.throttle_celsius + 0.1);
  const Seconds before = card.throttled_for();
  card.set_load({});
  live(card, 2000);
  EXPECT_FALSE(card.throttled());
  EXPECT_LT(card.throttled_for() - before, Seconds(100));
  EXPECT_DOUBLE_EQ(card.speed(), 1);
}

TEST(SimulatedCard, IsSlowerWhileItsClocksAreHeldDown) {
  SimulatedFigures hot;
  hot.ambient_celsius = 45;
  SimulatedCard card(hot);
  card.set_load(kFull);
  while (!card.throttled()) card.advance_to(card.next_switch(at(600)));
  EXPECT_DOUBLE_EQ(card.speed(), hot.throttled_speed);
  EXPECT_GE(card.celsius(), hot.throttle_celsius - 1e-3);
}

TEST(SimulatedCard, NeverThrottlesInAnOrdinaryRoom) {
  SimulatedCard card{SimulatedFigures{}};
  card.set_load(kFull);
  live(card, 36000);
  EXPECT_EQ(card.throttled_for(), Seconds(0));
}

TEST(SimulatedCard, DriftsByTheHourInWhatWorkCosts) {
  SimulatedFigures drifting;
  drifting.drift_percent_per_hour = 10;
  drifting.watts_per_kelvin = 0;
  SimulatedCard card(drifting);
  card.set_load(kFull);
  const double work = drifting.full_watts - drifting.idle_watts - drifting.context_watts;
  EXPECT_NEAR(card.watts(), drifting.full_watts, 1e-9);
  live(card, 7200);
  EXPECT_NEAR(card.watts(), drifting.full_watts + 0.2 * work, 1e-6);
  EXPECT_NEAR(card.gpu_joules(), 7200 * (drifting.full_watts + 0.1 * work), 1e-3);
}

TEST(SimulatedCard, GoesOnFromASnapshotToTheLastBit) {
  SimulatedFigures figures;
  figures.drift_percent_per_hour = 3;
  SimulatedCard undisturbed(figures);
  undisturbed.set_load(kFull);
  live(undisturbed, 100.123456789);
  SimulatedCard restored(figures);
  restored.restore(parse_json(undisturbed.snapshot().dump(), "snapshot"));
  restored.set_load(kFull);
  live(undisturbed, 250);
  live(restored, 250);
  EXPECT_EQ(restored.snapshot(), undisturbed.snapshot());
}

}  // namespace
}  // namespace mutlua
