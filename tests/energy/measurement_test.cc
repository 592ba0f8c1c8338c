// SPDX-License-Identifier: MIT
#include "energy/measurement.h"

#include <gtest/gtest.h>

#include <random>

#include "base/error.h"
#include "base/files.h"
#include "energy/fake_sensors.h"
#include "energy/trace_reader.h"
#include "energy/window_json.h"
#include "support/allocations.h"
#include "support/temp_folder.h"

namespace mutlua {
namespace {

double relative_error(Joules measured, Joules truth) {
  return (measured.value - truth.value) / truth.value;
}

FakeGpu::Behaviour random_phases(std::mt19937_64& random) {
  std::uniform_real_distribution<double> phase(0, 0.1);
  FakeGpu::Behaviour behaviour;
  behaviour.counter_phase = phase(random);
  behaviour.sample_phase = phase(random) / 5;
  behaviour.average_phase = phase(random);
  behaviour.lost_samples = 0.009;
  behaviour.seed = random();
  return behaviour;
}

/// A load of 700 W for some seconds between 120 W of idle, in a window around it.
Window measure_load(VirtualMachine& machine, FakeGpu& gpu, Seconds span, std::mt19937_64& random) {
  std::uniform_real_distribution<double> unit(0, 1);
  machine.clock.advance(Seconds(10 + unit(random)));
  machine.begin();
  gpu.draw(700);
  machine.run(span);
  gpu.draw(120);
  return machine.end();
}

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

TEST(Window, ChecksTheCounterWithTheSamplesAndTheAverage) {
  VirtualMachine machine;
  FakeGpu& gpu = machine.add_gpu();
  std::mt19937_64 random(1);
  const Window window = measure_load(machine, gpu, Seconds(5), random);
  const GpuEnergy& energy = window.gpus[0];
  EXPECT_NEAR(energy.samples->value, energy.joules->value, 0.01 * energy.joules->value);
  EXPECT_NEAR(energy.boxcar->value, energy.joules->value, 0.02 * energy.joules->value);
  EXPECT_NEAR(energy.u_alias->value, std::abs((*energy.counter - *energy.samples).value), 1e-9);
  EXPECT_GT(energy.u_random.value, 0);
  EXPECT_TRUE(energy.begin_edge.aligned);
  EXPECT_TRUE(energy.end_edge.aligned);
}

TEST(Window, HasNoJoulesIfItIsShorterThanOneUpdate) {
  VirtualMachine machine;
  machine.add_gpu();
  machine.begin();
  machine.run(Seconds(0.05));
  const Window window = machine.end();
  EXPECT_FALSE(window.gpus[0].joules);
  EXPECT_FALSE(window.gpus[0].reason.empty());
  EXPECT_FALSE(window.gpu());
}

TEST(Window, TakesAResetOfTheCounterForUnknownAndNotForAWrap) {
  VirtualMachine machine;
  FakeGpu& gpu = machine.add_gpu();
  gpu.counter_offset = 5'000'000'000;
  machine.begin();
  machine.run(Seconds(3));
  gpu.counter_offset = 0;
  machine.run(Seconds(3));
  const Window window = machine.end();
  EXPECT_FALSE(window.gpus[0].joules);
  EXPECT_EQ(window.gpus[0].breaks, 1);
  EXPECT_NE(window.gpus[0].reason.find("reset"), std::string::npos);
}

TEST(Window, HasNoJoulesFromACounterThatFailsWhereItEnds) {
  for (const bool at_begin : {true, false}) {
    VirtualMachine machine;
    FakeGpu& gpu = machine.add_gpu();
    if (at_begin) gpu.counter_error = 5;
    machine.begin();
    gpu.counter_error = 0;
    machine.run(Seconds(5.5));
    if (!at_begin) gpu.counter_error = 5;
    const Window window = machine.end();
    EXPECT_FALSE(window.gpus[0].joules);
    EXPECT_NE(window.gpus[0].reason.find("begins or ends"), std::string::npos);
    EXPECT_TRUE(window.gpus[0].samples) << "which stands beside it as a check";
  }
}

TEST(Window, HasNoJoulesAtAMarkWhoseReadingFailed) {
  VirtualMachine machine;
  FakeGpu& gpu = machine.add_gpu();
  machine.begin();
  machine.run(Seconds(5));
  gpu.counter_error = 5;
  machine.mark("failed");
  gpu.counter_error = 0;
  machine.run(Seconds(5));
  machine.mark("read");
  const Window window = machine.end();
  EXPECT_FALSE(window.marks[0].gpu);
  EXPECT_TRUE(window.marks[1].gpu);
}

TEST(Window, ReadsTheCounterForManyMarksNoFasterThanItChanges) {
  VirtualMachine machine;
  FakeGpu& gpu = machine.add_gpu();
  machine.begin();
  machine.run(Seconds(2));
  const int before = gpu.counter_reads;
  for (int i = 0; i < 1000; ++i) {
    machine.clock.advance(Seconds(0.001));
    machine.mark("epoch");
  }
  EXPECT_LE(gpu.counter_reads - before, 12);
  EXPECT_TRUE(machine.end().marks[999].gpu);
}

TEST(Window, SeesForHowLongTheCounterStoodStill) {
  VirtualMachine machine;
  FakeGpu& gpu = machine.add_gpu();
  machine.begin();
  machine.run(Seconds(2));
  gpu.stuck_at = gpu.read_counter().raw;
  machine.run(Seconds(10));
  EXPECT_GT(machine.end().gpus[0].unchanged.count(), 8);
}

TEST(Window, CountsOnlyTheGpusThatAreAssignedToIt) {
  VirtualMachine machine;
  machine.add_gpu();
  FakeGpu& second = machine.add_gpu();
  machine.begin({.folder = {}, .gpus = {second.facts.uuid}});
  second.draw(500);
  machine.run(Seconds(3));
  const Window window = machine.end();
  EXPECT_FALSE(window.gpus[0].assigned);
  EXPECT_TRUE(window.gpus[0].joules) << "the others are recorded all the same";
  EXPECT_NEAR(window.gpu()->value, window.gpus[1].joules->value, 1e-9);
}

TEST(Window, HasNoTotalIfAPartIsUnknown) {
  VirtualMachine machine;
  machine.add_gpu();
  machine.add_package().error = 5;
  machine.begin();
  machine.run(Seconds(3));
  const Window window = machine.end();
  EXPECT_TRUE(window.gpu());
  EXPECT_FALSE(window.cpu());
  std::string why;
  EXPECT_FALSE(window.total(&why));
  EXPECT_EQ(why, "cpu_joules is unknown");
}

TEST(Window, AddsUpThePartsBetweenItsMarksExactly) {
  VirtualMachine machine;
  machine.add_package(250, (1ULL << 32) - 50'000'000);  // wraps after 12 s
  FakeGpu& gpu = machine.add_gpu();
  machine.begin();
  for (int i = 0; i < 6; ++i) {
    gpu.draw(100 + 100 * i);
    machine.run(Seconds(7));
    machine.mark("part");
  }
  const Window window = machine.end();
  ASSERT_EQ(window.marks.size(), 6u);
  EXPECT_EQ(window.domains[0].wraps, 1);
  EXPECT_NEAR(window.marks.back().cpu->value, window.cpu()->value, 2);
  for (std::size_t i = 1; i < 6; ++i) {
    const double part = (*window.marks[i].gpu - *window.marks[i - 1].gpu).value;
    EXPECT_NEAR(part, 7 * (100.0 + 100.0 * static_cast<double>(i)), 0.2 * 700);
  }
  EXPECT_NEAR(window.cpu()->value, 250 * window.duration().count(), 1);
}

TEST(Window, RemembersThePeakOfTheMemoryAndTheReasonsOfTheClocks) {
  VirtualMachine machine;
  FakeGpu& gpu = machine.add_gpu();
  gpu.processes = {{.pid = 77, .memory_bytes = 5}};
  machine.begin();
  gpu.memory_used = 3LL << 30;
  gpu.clock_reasons = 0x4;
  machine.run(Seconds(0.5));
  gpu.memory_used = 1LL << 30;
  gpu.clock_reasons = 0x20;
  machine.run(Seconds(0.5));
  const Window window = machine.end();
  EXPECT_EQ(window.gauge("gpu0.memory_used_bytes")->most, 3LL << 30);
  EXPECT_EQ(window.gauge("gpu0.clock_reasons")->any_bits, 0x24);
  EXPECT_GT(window.gauge("gpu0.clock_reasons")->bit_readings.at(2), 2);
  ASSERT_EQ(window.gpus[0].processes.size(), 1u);
  EXPECT_EQ(window.gpus[0].processes[0].pid, 77);
}

TEST(Window, DoesNotChangeWhenTheSensorsAreReadMoreOften) {
  double previous = 0;
  for (const double tick : {0.1, 0.037}) {
    VirtualMachine machine;
    machine.rates.tick = Seconds(tick);
    machine.rates.jitter = 0;
    machine.add_package(180, (1ULL << 32) - 5000);
    machine.begin();
    machine.run(Seconds(30));
    const double joules = machine.end().cpu()->value;
    if (previous > 0) {
      EXPECT_DOUBLE_EQ(joules, previous);
    }
    previous = joules;
  }
}

TEST(Window, SkipsWhatItMissedInsteadOfReadingInBursts) {
  VirtualMachine machine;
  machine.add_package();
  machine.begin();
  machine.clock.advance(Seconds(10));
  machine.measurement->run_due();
  const Window window = machine.end();
  EXPECT_LE(window.ticks, 3);
  EXPECT_EQ(window.late_ticks, 1);
}

TEST(Measurement, AllocatesNothingWhileItReadsAndWrites) {
  const TempFolder folder;
  VirtualMachine machine;
  machine.add_package();
  FakeGpu& gpu = machine.add_gpu();
  gpu.processes = {{.pid = 7, .memory_bytes = 1}};
  gpu.clock_reasons = 0x4;
  machine.begin({.folder = folder.path(), .gpus = {}});
  const AllocationCount count;
  machine.run(Seconds(60));
  EXPECT_EQ(count.so_far(), 0);
}

TEST(RawTrace, GivesTheSameRecordAgain) {
  std::mt19937_64 random(4);
  for (int i = 0; i < 10; ++i) {
    const TempFolder folder;
    VirtualMachine machine;
    machine.add_package(200, random() % (1ULL << 32));
    FakeGpu& gpu = machine.add_gpu(random_phases(random));
    machine.add_gpu(random_phases(random)).facts.counter = false;
    machine.begin({.folder = folder.path(), .gpus = {}});
    for (int k = 0; k < 5; ++k) {
      gpu.draw(static_cast<double>(100 + random() % 600));
      machine.run(Seconds(1.3));
      machine.mark("part, \"with\" odd\ntext");
    }
    const Window window = machine.end();
    Json again = energy_record(recompute_window(folder.path()));
    Json stored = energy_record(window);
    EXPECT_EQ(again.dump(), stored.dump());
  }
}

TEST(RawTrace, OfAnInterruptedWindowEndsAtItsLastReading) {
  const TempFolder folder;
  VirtualMachine machine;
  machine.add_package(200);
  machine.begin({.folder = folder.path(), .gpus = {}});
  machine.run(Seconds(8.05));
  machine.measurement.reset();  // killed: no end was written
  std::string trace = read_file(folder / "trace.csv");
  folder.write("trace.csv", trace.substr(0, trace.size() - 7));  // and the last line is torn
  const Window window = recompute_window(folder.path());
  EXPECT_NEAR(window.cpu()->value, 200 * window.duration().count(), 0.5);
  EXPECT_GT(window.duration().count(), 7.5);
}

TEST(RawTrace, OfAnInterruptedWindowGivesTheGpuUpToItsLastReading) {
  const TempFolder folder;
  VirtualMachine machine;
  machine.add_package(200);
  FakeGpu& gpu = machine.add_gpu();
  machine.begin({.folder = folder.path(), .gpus = {}});
  gpu.draw(500);
  machine.run(Seconds(8.5));
  machine.measurement.reset();
  const Window window = recompute_window(folder.path());
  ASSERT_TRUE(window.gpu());
  EXPECT_NEAR(window.gpu()->value, gpu.truth(window).value, 0.1 * 500);
  EXPECT_FALSE(window.gpus[0].end_edge.aligned);
  EXPECT_GT(window.gpus[0].u_random.value, 40);
  EXPECT_GT(window.duration().count(), 6.9);
}

TEST(RawTrace, SaysWhereAFileIsNotOurs) {
  const TempFolder folder;
  VirtualMachine machine;
  machine.add_package(200);
  machine.begin({.folder = folder.path(), .gpus = {}});
  machine.run(Seconds(1));
  machine.end();
  std::string trace = folder.read("trace.csv");
  const std::size_t third = trace.find('\n', trace.find('\n') + 1) + 1;
  trace.insert(trace.find(',', third) + 1, "x");
  folder.write("trace.csv", trace);
  try {
    recompute_window(folder.path());
    FAIL();
  } catch (const Error& error) {
    EXPECT_NE(std::string(error.what()).find("trace.csv:3"), std::string::npos) << error.what();
  }
}

TEST(RawTrace, OfRandomBytesIsRefusedAndNothingElse) {
  std::mt19937_64 random(11);
  const TempFolder folder;
  VirtualMachine machine;
  machine.add_package(200);
  machine.add_gpu();
  machine.begin({.folder = folder.path(), .gpus = {}});
  machine.run(Seconds(2));
  machine.end();
  const std::vector<std::string> names = {"trace.csv",        "marks.csv",       "slow.csv",
                                          "gpu_counter.csv",  "gpu_samples.csv", "sources.json",
                                          "gpu_processes.csv"};
  for (int i = 0; i < 150; ++i) {
    const std::string& name = names[random() % names.size()];
    const std::string good = read_file(folder / name);
    std::string bad = good;
    for (int k = 0; k < 4 && !bad.empty(); ++k)
      bad[random() % bad.size()] = static_cast<char>("0,-9\n\"x}{ 5"[random() % 11]);
    folder.write(name, bad);
    try {
      recompute_window(folder.path());
    } catch (const Error&) {
    }
    folder.write(name, good);
  }
}

}  // namespace
}  // namespace mutlua
