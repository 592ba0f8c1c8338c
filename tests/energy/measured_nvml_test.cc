// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "energy/fake_gpu.h"
#include "energy/h200_replay.h"
#include "energy/measurement.h"
#include "energy/window_flags.h"

namespace mutlua {
namespace {

/// A fake driver's GPUs under measurement, in the driver's virtual time.
struct MeasuredNvml {
  explicit MeasuredNvml(const Json& scenario) : fake(scenario) {
    NvmlGpus found = fake.find();
    sensors.gpus = std::move(found.gpus);
    sensors.unavailable = {.cpu = "none here", .gpu = found.problem};
  }
  void begin() {
    measurement.emplace(
        fake.clock(), [this](Instant until) { fake.clock().advance_to(until); }, sensors, Rates{},
        WindowPlan{});
  }
  void run_until(Instant until) {
    while (measurement->next_due() < until) {
      fake.clock().advance_to(measurement->next_due());
      measurement->run_due();
    }
    fake.clock().advance_to(until);
  }
  Window end() { return measurement->end(fake.clock().now()); }

  FakeNvml fake;
  Sensors sensors;
  std::optional<Measurement> measurement;
};

double error_of(MeasuredNvml& bench, const Window& window) {
  const double truth = bench.fake.true_energy(window.begin, window.end, 0).value;
  return (window.gpus.at(0).joules->value - truth) / truth;
}

Json load_between(double begin, double end, double phase) {
  return one_gpu(
      {{"power", {{0, 120}, {begin, 700}, {end, 120}}}, {"counter", {{"phase_ms", 1e3 * phase}}}});
}

TEST(MeasuredNvml, HitsTheTrueEnergyOfALoadWithinATenthOfAPercentOnAverage) {
  std::mt19937_64 random(17);
  std::uniform_real_distribution<double> unit(0, 1);
  double sum = 0;
  constexpr int kRuns = 30;
  for (int i = 0; i < kRuns; ++i) {
    MeasuredNvml bench(load_between(5.25, 6.25, 0.1 * unit(random)));
    bench.fake.clock().advance_to(bench.fake.at(5 + 0.1 * unit(random)));
    bench.begin();
    bench.run_until(bench.fake.at(6.25));
    const Window window = bench.end();
    ASSERT_EQ(window.gpus.at(0).method, GpuMethod::counter);
    EXPECT_LT(std::abs(error_of(bench, window)), 0.006);
    sum += error_of(bench, window);
  }
  EXPECT_LT(std::abs(sum / kRuns), 0.001);
}

/// A window over a stretch of what an H200 really showed.
Window recorded(double from, double until) {
  const Json scenario = {{"devices", Json::array({h200_recording()})}};
  MeasuredNvml bench(scenario);
  bench.fake.clock().advance_to(bench.fake.at(from));
  bench.begin();
  bench.run_until(bench.fake.at(until));
  return bench.end();
}

TEST(RecordedH200, AgreesWithItselfWithinAPercentUnderASteadyLoad) {
  // From idle to idle: the average was recorded every 200 ms only, so it lags at edges under load.
  const Window window = recorded(58.5, 68);
  const GpuEnergy& gpu = window.gpus.at(0);
  ASSERT_TRUE(gpu.counter && gpu.samples);
  EXPECT_GT(gpu.joules->value, 3000);
  EXPECT_NEAR(gpu.samples->value / gpu.counter->value, 1, 0.02);
  for (const Flag& flag : window_flags(window, {}))
    EXPECT_EQ(flag.severity, Severity::info) << flag.id << ": " << flag.detail;
}

TEST(RecordedH200, IsFlaggedWhereALoadRepeatedEveryTwentyMilliseconds) {
  Flags flags = window_flags(recorded(41.5, 48.5), {});
  const auto alias = std::find_if(flags.begin(), flags.end(),
                                  [](const Flag& flag) { return flag.id == "gpu.power_aliasing"; });
  ASSERT_NE(alias, flags.end());
  EXPECT_GT(*alias->value, 3);
}

TEST(MeasuredNvml, FlagsAResetOfTheDriversCounter) {
  MeasuredNvml bench(one_gpu({{"power", {{0, 300}}}, {"counter", {{"resets_s", {8}}}}}));
  bench.fake.clock().advance_to(bench.fake.at(5));
  bench.begin();
  bench.run_until(bench.fake.at(12));
  const Window window = bench.end();
  EXPECT_FALSE(window.gpu());
  EXPECT_EQ(verdict_of(window_flags(window, {})), "invalid");
}

}  // namespace
}  // namespace mutlua
