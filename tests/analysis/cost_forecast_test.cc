// SPDX-License-Identifier: MIT
#include "analysis/cost_forecast.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "analysis/cost_total.h"

namespace mutlua {
namespace {

std::vector<PastCost> past_of(int sessions, int trainings, double seconds_per_epoch, double start) {
  std::vector<PastCost> past;
  for (int s = 0; s < sessions; ++s) {
    for (int t = 0; t < trainings; ++t) {
      const double epochs = 1 + (s + t) % 4;
      past.push_back({.session = std::to_string(s),
                      .mode = "sequential",
                      .load = "",
                      .epochs = epochs,
                      .cost = start + seconds_per_epoch * epochs});
    }
  }
  return past;
}

std::vector<PlannedCost> plan_of(double epochs, std::size_t count) {
  return {{.mode = "sequential", .load = "", .epochs = epochs, .count = count}};
}

double width(const CostTotal& total) { return total.high / total.low; }

TEST(CostForecast, ScalesWithEpochs) {
  const auto past = past_of(3, 4, 10, 0);
  const CostTotal total = total_of({cost_forecast(past, plan_of(8, 5))});
  EXPECT_NEAR(total.median, 400, 20);
  EXPECT_LT(total.low, 400);
  EXPECT_GT(total.high, 400);
}

TEST(CostForecast, LearnsWhatAnEpochDoesNotCost) {
  const auto past = past_of(3, 4, 10, 40);  // 50, 60, 70 and 80 seconds
  EXPECT_NEAR(total_of({cost_forecast(past, plan_of(20, 1))}).median, 240, 25);
}

TEST(CostForecast, IsNotMisledByOneCountOfEpochsIntoBeingSure) {
  const std::vector<PastCost> past(
      3, {.session = "a", .mode = "sequential", .load = "", .epochs = 1, .cost = 100});
  const double near = width(total_of({cost_forecast(past, plan_of(1, 1))}));
  const double far = width(total_of({cost_forecast(past, plan_of(50, 1))}));
  EXPECT_GT(far, 2 * near);
}

TEST(CostForecast, ManyTrainingsOfOneSessionNarrowItOnlySoFar) {
  const auto past = past_of(4, 10, 10, 0);
  const double one = width(total_of({cost_forecast(past, plan_of(2, 1))}));
  const double hundred = width(total_of({cost_forecast(past, plan_of(2, 100))}));
  const double million = width(total_of({cost_forecast(past, plan_of(2, 1'000'000))}));
  EXPECT_LT(hundred, one);
  EXPECT_GT(million, 1.01);
  EXPECT_NEAR(million, hundred, 0.05);
}

TEST(CostForecast, ALoadNeverSeenBesideItMakesItWider) {
  std::vector<PastCost> past = past_of(4, 10, 10, 0);
  for (PastCost& each : past) each = {each.session, "parallel", "a/b", each.epochs, each.cost};
  const PlannedCost seen{.mode = "parallel", .load = "a/b", .epochs = 2, .count = 1};
  const PlannedCost unseen{.mode = "parallel", .load = "c/d", .epochs = 2, .count = 1};
  EXPECT_GT(width(total_of({cost_forecast(past, {unseen})})),
            width(total_of({cost_forecast(past, {seen})})));
}

TEST(CostForecast, OfAModeThatWasNeverSeenHoldsHalfAsMuchAgain) {
  const auto past = past_of(3, 10, 10, 0);
  std::vector<PlannedCost> beside = plan_of(2, 10);
  beside.front().mode = "parallel";
  beside.front().load = "examples/mnist";
  const CostTotal alone = total_of({cost_forecast(past, plan_of(2, 10))});
  const CostTotal total = total_of({cost_forecast(past, beside)});
  EXPECT_GT(total.high, 1.5 * alone.median);
  EXPECT_NEAR(total.median, alone.median, 0.01 * alone.median);
}

TEST(CostForecast, ALimitMayNotBeReached) {
  const std::vector<PastCost> past(
      3, {.session = "a", .mode = "sequential", .load = "", .epochs = 500, .cost = 1000});
  const CostTotal counted = total_of({cost_forecast(past, plan_of(10000, 1))});
  const CostTotal limited = total_of({cost_forecast(past, plan_of(10000, 1), Epochs::limited)});
  EXPECT_GT(counted.low, 1200);
  EXPECT_LT(limited.low, 1200);
  EXPECT_GT(limited.high, 5000);
}

// Simulated studies with scatter within and between sessions: four of five totals lie inside.
TEST(CostForecast, CoversAsManyTotalsAsItSays) {
  std::mt19937_64 random(7);
  std::normal_distribution<double> normal;
  const int studies = 400;
  int covered = 0;
  for (int study = 0; study < studies; ++study) {
    const auto session = [&](const std::string& name, int trainings, std::vector<PastCost>& costs) {
      const double shift = 0.07 * normal(random);
      for (int i = 0; i < trainings; ++i) {
        const double epochs = 1 + i % 3;
        costs.push_back({.session = name,
                         .mode = "sequential",
                         .load = "",
                         .epochs = epochs,
                         .cost = 20 * (epochs + 0.5) * std::exp(shift + 0.1 * normal(random))});
      }
    };
    std::vector<PastCost> past;
    for (const char* name : {"a", "b", "c"}) session(name, 6, past);
    std::vector<PastCost> real;
    session("d", 12, real);
    double sum = 0;
    std::vector<PlannedCost> plan;
    for (const PastCost& each : real) {
      sum += each.cost;
      plan.push_back({.mode = each.mode, .load = "", .epochs = each.epochs, .count = 1});
    }
    const CostTotal total = total_of({cost_forecast(past, plan)});
    if (total.low <= sum && sum <= total.high) ++covered;
  }
  EXPECT_GE(covered, studies * 72 / 100);
  EXPECT_LE(covered, studies * 90 / 100);
}

TEST(CostForecast, StaysFiniteHoweverWildlyThePastScatters) {
  std::vector<PastCost> past;
  for (const double cost : {1e-3, 1e6, 1.0, 1e9}) {
    past.push_back({.session = "a", .mode = "sequential", .load = "", .epochs = 1, .cost = cost});
  }
  const CostTotal total = total_of({cost_forecast(past, plan_of(5, 1000))});
  EXPECT_TRUE(std::isfinite(total.low) && std::isfinite(total.median) && std::isfinite(total.high));
  EXPECT_GT(width(total), 10);
}

TEST(CostForecast, KnowsNothingWithoutAPast) {
  EXPECT_TRUE(cost_forecast({}, plan_of(1, 1)).empty());
  EXPECT_EQ(total_of({}).high, 0);
}

TEST(CostTotal, OfSomebodysWordIsWide) {
  const CostTotal total = total_of({forecast_from_estimate(100)});
  EXPECT_NEAR(total.median, 100, 1);
  EXPECT_NEAR(width(total), std::exp(2 * 1.2816 * std::log(2)), 0.1);
}

}  // namespace
}  // namespace mutlua
