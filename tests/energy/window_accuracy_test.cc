// SPDX-License-Identifier: MIT
// How far the joules of a window are from the truth, whatever the phases of the sensors.
#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "energy/measured_load.h"

namespace mutlua {
namespace {

/// What a program gets that reads the counter where the window begins and ends.
double naive_error(FakeGpu& gpu, const Window& window) {
  const auto stale = [](Instant at, double phase) {
    return phase + std::floor((seconds_of(at) - phase) / 0.1) * 0.1;
  };
  const double joules = gpu.power.joules(stale(window.begin, 0.03), stale(window.end, 0.03));
  return relative_error(Joules{joules}, gpu.truth(window));
}

class CounterWindow : public testing::TestWithParam<double> {};

TEST_P(CounterWindow, IsWithinATenthOfAPercentAtAnyPhase) {
  std::mt19937_64 random(20251111);
  double sum = 0;
  for (int i = 0; i < 100; ++i) {
    VirtualMachine machine;
    FakeGpu& gpu = machine.add_gpu(random_phases(random));
    const Window window = measure_load(machine, gpu, Seconds(GetParam()), random);
    ASSERT_EQ(window.gpus[0].method, GpuMethod::counter);
    const double error = relative_error(*window.gpus[0].joules, gpu.truth(window));
    // The tick is known to 3.5 ms, the time that reading it takes.
    EXPECT_LT(std::abs(error), GetParam() < 2 ? 0.006 : 0.003) << "run " << i;
    sum += error;
  }
  EXPECT_LT(std::abs(sum / 100), 0.001) << "bias";
}
INSTANTIATE_TEST_SUITE_P(Spans, CounterWindow, testing::Values(1.0, 1.37, 2.5, 10.0));

TEST(CounterWindow, BeatsReadingTheCounterAtTheEdges) {
  std::mt19937_64 random(7);
  double naive = 0;
  double aligned = 0;
  for (int i = 0; i < 50; ++i) {
    VirtualMachine machine;
    FakeGpu& gpu = machine.add_gpu(random_phases(random));
    const Window window = measure_load(machine, gpu, Seconds(1), random);
    naive += naive_error(gpu, window) / 50;
    aligned += relative_error(*window.gpus[0].joules, gpu.truth(window)) / 50;
  }
  EXPECT_LT(naive, -0.02) << "the naive method should fail here, or this test shows nothing";
  EXPECT_LT(std::abs(aligned), 0.001);
}

TEST(CounterWindow, StaysWithinItsUncertainty) {
  std::mt19937_64 random(23);
  std::uniform_real_distribution<double> span(1, 6);
  int inside = 0;
  for (int i = 0; i < 100; ++i) {
    VirtualMachine machine;
    FakeGpu& gpu = machine.add_gpu(random_phases(random));
    const Window window = measure_load(machine, gpu, Seconds(span(random)), random);
    const double error = std::abs((*window.gpus[0].joules - gpu.truth(window)).value);
    if (error <= 2 * window.gpus[0].u_random.value) ++inside;
  }
  EXPECT_GE(inside, 95);
}

TEST(CounterWindow, DoesNotDependOnHowManySamplesAreLost) {
  double previous = 0;
  for (const double lost : {0.0, 0.3}) {
    VirtualMachine machine;
    FakeGpu::Behaviour behaviour;
    behaviour.lost_samples = lost;
    FakeGpu& gpu = machine.add_gpu(behaviour);
    std::mt19937_64 random(2);
    const Window window = measure_load(machine, gpu, Seconds(5), random);
    if (previous > 0) {
      EXPECT_NEAR(window.gpus[0].joules->value, previous, 1e-3 * previous);
    }
    previous = window.gpus[0].joules->value;
  }
}

TEST(SampleWindow, IsWithinTwoPercentAtOneSecondWithSamplesLost) {
  std::mt19937_64 random(3);
  for (int i = 0; i < 100; ++i) {
    VirtualMachine machine;
    FakeGpu& gpu = machine.add_gpu(random_phases(random));
    gpu.facts.counter = false;
    const Window window = measure_load(machine, gpu, Seconds(1), random);
    ASSERT_EQ(window.gpus[0].method, GpuMethod::samples);
    EXPECT_LT(std::abs(relative_error(*window.gpus[0].joules, gpu.truth(window))), 0.02);
  }
}

TEST(SampleWindow, StaysWithinItsUncertaintyWhenManySamplesAreLost) {
  std::mt19937_64 random(5);
  std::uniform_real_distribution<double> watts(100, 700);
  int inside = 0;
  for (int i = 0; i < 200; ++i) {
    VirtualMachine machine;
    FakeGpu::Behaviour behaviour = random_phases(random);
    behaviour.lost_samples = 0.7;
    FakeGpu& gpu = machine.add_gpu(behaviour);
    gpu.facts.counter = false;
    machine.clock.advance(Seconds(5));
    machine.begin();
    for (int k = 0; k < 20; ++k) {
      gpu.draw(watts(random));
      machine.run(Seconds(0.25));
    }
    const Window window = machine.end();
    const GpuEnergy& energy = window.gpus[0];
    ASSERT_TRUE(energy.joules) << energy.reason;
    EXPECT_GT(energy.gaps.count(), 0);
    const double error = std::abs((*energy.joules - gpu.truth(window)).value);
    if (error <= 2 * energy.u_random.value) ++inside;
  }
  EXPECT_GE(inside, 190);
}

TEST(AverageWindow, IsWithinTwoPercentOnceCorrectedForItsWidth) {
  std::mt19937_64 random(9);
  for (int i = 0; i < 50; ++i) {
    VirtualMachine machine;
    FakeGpu& gpu = machine.add_gpu(random_phases(random));
    gpu.facts.counter = gpu.facts.samples = false;
    const Window window = measure_load(machine, gpu, Seconds(4), random);
    ASSERT_EQ(window.gpus[0].method, GpuMethod::boxcar);
    EXPECT_LT(std::abs(relative_error(*window.gpus[0].joules, gpu.truth(window))), 0.02);
  }
}

/// Rectangles of many lengths under averages of many widths.
class AverageWidth : public testing::TestWithParam<double> {};

TEST_P(AverageWidth, IsCorrectedForWithinTheUncertainty) {
  for (const double span : {0.2, 0.5, 1.0, 3.0}) {
    VirtualMachine machine;
    FakeGpu::Behaviour behaviour;
    behaviour.average_width = GetParam();
    behaviour.average_step = 0.01;
    FakeGpu& gpu = machine.add_gpu(behaviour);
    gpu.facts.counter = gpu.facts.samples = false;
    gpu.facts.average_window = Seconds(GetParam());
    gpu.facts.average_period = Seconds(0.01);
    machine.rates.tick = Seconds(0.01);
    std::mt19937_64 random(6);
    const Window window = measure_load(machine, gpu, Seconds(span), random);
    ASSERT_TRUE(window.gpus[0].joules) << window.gpus[0].reason;
    const double error = std::abs((*window.gpus[0].joules - gpu.truth(window)).value);
    EXPECT_LE(error, 3 * window.gpus[0].u_random.value) << span;
  }
}
INSTANTIATE_TEST_SUITE_P(Widths, AverageWidth, testing::Values(0.025, 0.1, 0.5, 1.0));

TEST(AverageWindow, IsFarTooLowWhenAddedUpOnceASecond) {
  VirtualMachine machine;
  FakeGpu& gpu = machine.add_gpu();
  std::mt19937_64 random(9);
  const Window window = measure_load(machine, gpu, Seconds(4), random);
  EXPECT_NEAR(relative_error(*window.gpus[0].legacy, gpu.truth(window)), -0.21, 0.03);
}

}  // namespace
}  // namespace mutlua
