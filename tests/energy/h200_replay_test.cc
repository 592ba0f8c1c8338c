// SPDX-License-Identifier: MIT
#include "energy/h200_replay.h"

#include <gtest/gtest.h>

#include "energy/one_gpu.h"

namespace mutlua {
namespace {

Json recording() { return {{"devices", Json::array({h200_recording()})}, {"latency_us", 0}}; }

/// Samples of a stretch of the recording, polled once a second as the sampler does.
std::vector<PowerSample> poll(OneGpu& one, double from, double until) {
  std::vector<PowerSample> all;
  one.go_to(from);
  std::int64_t last_us = one.fake.clock().wall_now().since_epoch.count() / 1000;
  for (double second = from + 1; second <= until; ++second) {
    one.go_to(second);
    for (const PowerSample& sample : one.samples(last_us)) all.push_back(sample);
    if (!all.empty()) last_us = all.back().wall_us;
  }
  return all;
}

double joules_of(const std::vector<PowerSample>& samples) {
  double joules = 0;
  for (std::size_t i = 1; i < samples.size(); ++i) {
    const auto us = static_cast<double>(samples[i].wall_us - samples[i - 1].wall_us);
    joules += static_cast<double>(samples[i].milliwatts) * us * 1e-9;
  }
  return joules;
}

TEST(H200Recording, LosesLessThanTwoPercentOfItsSamples) {
  OneGpu one(recording());
  const auto count = poll(one, 5, 145).size();
  EXPECT_GT(count, 140 * 50 * 98 / 100);
  EXPECT_LE(count, 140u * 50u + 1u);
}

TEST(H200Recording, HasACounterThatAgreesWithTheSamplesUnderASteadyLoad) {
  OneGpu one(recording());
  one.go_to(60.5);  // event "on": 60.18 s to 66.19 s
  const auto begin = one.gpu.read_counter().raw;
  const auto samples = poll(one, 60.5, 65.5);
  const auto counted = static_cast<double>(one.gpu.read_counter().raw - begin) * 1e-3;
  EXPECT_GT(counted, 3000);
  // One step of the counter, 0.1 s, at each end.
  EXPECT_NEAR(joules_of(samples) / counted, 1, 0.04);
}

TEST(H200Recording, HasACounterThatAgreesWithTheSamplesOverTheWholeOfIt) {
  OneGpu one(recording());
  one.go_to(1);
  const auto begin = one.gpu.read_counter().raw;
  const auto samples = poll(one, 1, 150);
  const auto counted = static_cast<double>(one.gpu.read_counter().raw - begin) * 1e-3;
  EXPECT_NEAR(joules_of(samples) / counted, 1, 0.02);
}

TEST(H200Recording, ShowsIdleAndLoadInTheGauges) {
  OneGpu one(recording());
  one.go_to(1);
  EXPECT_EQ(one.gauge("sm_mhz"), 345);
  EXPECT_EQ(one.gauge("clock_reasons"), 1);
  EXPECT_LT(one.gauge("average_mw"), 81000);
  one.go_to(64);
  EXPECT_GT(one.gauge("average_mw"), 500000);
  EXPECT_EQ(one.gauge("clock_reasons"), 4);  // held down by the power cap
}

TEST(H200Recording, OfInstantPowerDiffersFromTheAverageUnderBursts) {
  const Json device = {{"average", {{"csv", h200_column("h200_a_fast.csv", "avg_mw")}}},
                       {"instant", {{"csv", h200_column("h200_a_fast.csv", "inst_mw")}}}};
  FakeNvml fake(one_gpu(device));
  const NvmlGpus found = fake.find();
  std::vector<GaugeValue> values(8);
  double average = 0;
  double instant = 0;
  for (double second = 47; second < 54; second += 0.1) {  // event "sq0.1": 46.26 s to 54.26 s
    fake.clock().advance_to(fake.at(second));
    found.gpus.at(0)->read(values);
    average += static_cast<double>(values[0].value());
    instant += static_cast<double>(values[1].value());
  }
  EXPECT_GT(std::abs(instant / average - 1), 0.1);
}

}  // namespace
}  // namespace mutlua
