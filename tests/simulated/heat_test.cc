// SPDX-License-Identifier: MIT
#include "simulated/heat.h"

#include <gtest/gtest.h>

namespace mutlua {
namespace {

/// The same by many small steps of Euler's.
struct Stepped {
  double celsius;
  double joules = 0;
};

Stepped stepped(const SimulatedFigures& figures, double celsius, double watts, double slope,
                double seconds) {
  constexpr int kSteps = 200'000;
  const double dt = seconds / kSteps;
  Stepped state{celsius};
  for (int i = 0; i < kSteps; ++i) {
    const double power = watts + slope * (i + 0.5) * dt +
                         figures.watts_per_kelvin * (state.celsius - figures.reference_celsius);
    state.joules += power * dt;
    state.celsius += (figures.ambient_celsius + figures.kelvin_per_watt * power - state.celsius) /
                     figures.heat_seconds * dt;
  }
  return state;
}

TEST(HeatStep, IsWhatManySmallStepsGive) {
  const SimulatedFigures figures;
  const HeatStep step(figures, 35, 200, 0.05);
  const Stepped expected = stepped(figures, 35, 200, 0.05, 300);
  EXPECT_NEAR(step.celsius(300), expected.celsius, 0.001);
  EXPECT_NEAR(step.joules(300) / expected.joules, 1, 1e-5);
}

TEST(HeatStep, GivesTheSameInOneStepOrInMany) {
  const SimulatedFigures figures;
  const HeatStep whole(figures, 35, 200, 0);
  const HeatStep first(figures, 35, 200, 0);
  const HeatStep second(figures, first.celsius(70), 200, 0);
  EXPECT_NEAR(second.celsius(130), whole.celsius(200), 1e-9);
  EXPECT_NEAR(first.joules(70) + second.joules(130), whole.joules(200), 1e-6);
}

TEST(HeatStep, TellsWhenItComesToATemperature) {
  const SimulatedFigures figures;
  const HeatStep step(figures, 35, 220, 0);
  const auto when = step.reaches(60, 1000);
  ASSERT_TRUE(when);
  EXPECT_NEAR(step.celsius(*when), 60, 1e-9);
  EXPECT_FALSE(step.reaches(60, *when / 2)) << "not yet";
  EXPECT_FALSE(step.reaches(200, 1000)) << "never";
}

TEST(HeatStep, StaysWhereItIsSettled) {
  const SimulatedFigures figures;
  const double settled = HeatStep(figures, 35, 220, 0).celsius(1e6);
  EXPECT_NEAR(settled, 74, 2) << "what the figures' comment says";
  EXPECT_NEAR(HeatStep(figures, settled, 220, 0).celsius(100), settled, 1e-9);
}

}  // namespace
}  // namespace mutlua
