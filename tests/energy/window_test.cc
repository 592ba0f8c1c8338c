// SPDX-License-Identifier: MIT
// What a window holds, and what it calls unknown.
#include <gtest/gtest.h>

#include <cmath>

#include "energy/measured_load.h"

namespace mutlua {
namespace {

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

}  // namespace
}  // namespace mutlua
