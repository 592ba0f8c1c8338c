// SPDX-License-Identifier: MIT
#include "energy/measurement.h"

#include <gtest/gtest.h>

#include "energy/fake_sensors.h"
#include "support/allocations.h"
#include "support/temp_folder.h"

namespace mutlua {
namespace {

TEST(Measurement, ReadsTheCounterForManyMarksNoFasterThanItChanges) {
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

TEST(Measurement, DoesNotChangeWhenTheSensorsAreReadMoreOften) {
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

TEST(Measurement, SkipsWhatItMissedInsteadOfReadingInBursts) {
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

}  // namespace
}  // namespace mutlua
