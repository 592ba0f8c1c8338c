// SPDX-License-Identifier: MIT
// Faults that tools of this kind have had, each kept out by the behaviour that its test names.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cerrno>

#include "energy/counter_sum.h"
#include "energy/perf_counters.h"
#include "energy/perf_tree.h"
#include "energy/powercap.h"
#include "energy/powercap_tree.h"

namespace mutlua {
namespace {

constexpr std::uint64_t kModulus = 262143328911;

DomainInfo package(std::optional<std::uint64_t> modulus = kModulus) {
  return {.id = "package-0",
          .scope = "package",
          .joules_per_unit = 1e-6,
          .modulus = modulus,
          .update_period = Seconds(0.001)};
}

Reading at(double seconds, std::uint64_t raw, int error = 0) {
  const Instant instant = Instant{} + Seconds(seconds);
  return {.raw = raw, .before = instant, .after = instant, .error = error};
}

std::uint64_t sum_of_raws(EnergySource& source) {
  std::vector<Reading> readings(source.domains().size());
  source.read(readings);
  std::uint64_t sum = 0;
  for (const Reading& reading : readings) sum += reading.raw;
  return sum;
}

// A wrap count kept beside the value lags behind it: the window came out a full range short.
TEST(RaplFaults, AWindowThatEndsJustAfterAWrapIsNotAFullRangeShort) {
  const DomainInfo info = package();
  const std::uint64_t start = kModulus - 100'000'000;
  for (std::uint64_t step = 0; step <= 200'000'000; step += 1'000'000) {
    CounterSum sum(info);
    sum.add(at(0, start));
    sum.add(at(0.2, (start + step) % kModulus));
    ASSERT_NEAR(sum.joules()->value, static_cast<double>(step) * 1e-6, 1e-9);
  }
}

// psys is a zone of the top level, like a package, and was taken for another socket.
TEST(RaplFaults, TheWholePlatformIsNotAnotherSocket) {
  PowercapTree tree;
  tree.zone("intel-rapl:0", "package-0", "1000").zone("intel-rapl:1", "psys", "50000");
  PowercapSource source(tree.root());
  EXPECT_EQ(sum_of_raws(source), 1000u);
}

// Zones were sorted by their numbers as decimal ones, which stopped at the eleventh.
TEST(RaplFaults, TheEleventhZoneIsReadToo) {
  PowercapTree tree;
  for (int i = 0; i < 11; ++i)
    tree.zone(fmt::format("intel-rapl:{:x}", i), fmt::format("package-{}", i), "1");
  PowercapSource source(tree.root());
  EXPECT_EQ(sum_of_raws(source), 11u);
}

// The energy of a short window was extrapolated to the period of measuring.
TEST(RaplFaults, AShortWindowHasTheEnergyThatTheCounterGained) {
  const DomainInfo info = package();
  CounterSum sum(info);
  sum.add(at(0, 0));
  sum.add(at(0.010, 1'000'000));
  EXPECT_DOUBLE_EQ(sum.joules()->value, 1);
}

// With an unreadable range a wrap came out as negative energy.
TEST(RaplFaults, ACounterOfUnknownRangeNeverGivesNegativeEnergy) {
  PowercapTree tree;
  tree.zone("intel-rapl:0", "package-0", "1000", "");
  const PowercapSource source(tree.root());
  CounterSum sum(source.domains().at(0));
  sum.add(at(0, 262'000'000'000));
  sum.add(at(1, 50'000'000));
  sum.add(at(2, 100'000'000));
  EXPECT_DOUBLE_EQ(sum.joules()->value, 50);
  EXPECT_EQ(sum.breaks(), 1);
}

// A failed read was taken for 0, and the next good one for a full range of energy.
TEST(RaplFaults, AFailedReadIsNeitherZeroNorAFullRange) {
  PowercapTree tree;
  tree.zone("intel-rapl:0", "package-0", "100000000000");
  PowercapSource source(tree.root());
  CounterSum sum(source.domains().at(0));
  for (const char* text : {"100000000000", "", "garbage", "100000050000"}) {
    tree.set("intel-rapl:0", text);
    std::vector<Reading> readings(1);
    source.read(readings);
    sum.add(readings[0]);
  }
  EXPECT_EQ(sum.errors(), 2);
  EXPECT_DOUBLE_EQ(sum.joules()->value, 0.05);
}

// A package and its parts were added up, then the mirrors of a package.
TEST(RaplFaults, NothingIsCountedTwice) {
  PowercapTree tree;
  tree.cpu("AuthenticAMD");
  tree.zone("intel-rapl:0", "package-0-die-0", "1000").zone("intel-rapl:0:0", "core", "900");
  tree.zone("intel-rapl:1", "package-0-die-1", "1000").zone("intel-rapl:1:0", "core", "900");
  tree.zone("intel-rapl-mmio:0", "package-0-die-0", "1000");
  SteppingClock clock;
  PowercapSource source(clock, {.sys = tree.root(), .proc = tree.proc(), .open = {}});
  EXPECT_EQ(sum_of_raws(source), 1000u);
}

// Memory was left out of the sum; that of two sockets, of equal names, became one.
TEST(RaplFaults, TheMemoryOfEverySocketIsCounted) {
  PowercapTree tree;
  tree.zone("intel-rapl:0", "package-0", "1000").zone("intel-rapl:0:0", "dram", "30");
  tree.zone("intel-rapl:1", "package-1", "1000").zone("intel-rapl:1:0", "dram", "50");
  PowercapSource source(tree.root());
  EXPECT_EQ(sum_of_raws(source), 2080u);
}

// A counter was named after the rank of its CPU in the mask.
TEST(RaplFaults, ACounterIsNamedByTheTopologyAndNotByTheRankInTheMask) {
  SteppingClock clock;
  FakePerf kernel(clock);
  PerfTree tree("0,64\n");
  tree.event("energy-pkg", "event=0x02\n").cpu(0, 3).cpu(64, 1);
  kernel.power(kPackageCode, 0, 30).power(kPackageCode, 64, 90);
  PerfSource source(clock,
                    {.sys = tree.root(), .proc = tree.proc(), .functions = kernel.functions()});
  EXPECT_EQ(source.labels(), (std::vector<std::string>{"package-1", "package-3"}));
  std::vector<Reading> readings(2);
  source.read(readings);
  EXPECT_GT(readings[0].raw, 2 * readings[1].raw);  // CPU 64 uses more
}

// Every decrease of a counter was taken for a wrap at 2^64.
TEST(RaplFaults, AResetOfACounterThatDoesNotWrapAddsNothing) {
  const DomainInfo info = package({});
  CounterSum sum(info);
  sum.add(at(0, 500'000'000));
  sum.add(at(1, 20'000'000));
  sum.add(at(2, 30'000'000));
  EXPECT_DOUBLE_EQ(sum.joules()->value, 10);
  EXPECT_EQ(sum.breaks(), 1);
}

// Only the counter of CPU 0 was read; elsewhere, only that of the CPU that came last.
TEST(RaplFaults, EverySocketIsRead) {
  SteppingClock clock;
  FakePerf kernel(clock);
  PerfTree tree("0,32\n");
  tree.event("energy-pkg", "event=0x02\n").cpu(0, 0).cpu(32, 1);
  kernel.power(kPackageCode, 0, 60).power(kPackageCode, 32, 60);
  PerfSource source(clock,
                    {.sys = tree.root(), .proc = tree.proc(), .functions = kernel.functions()});
  std::vector<Reading> before(2);
  std::vector<Reading> after(2);
  source.read(before);
  clock.advance(Seconds(1));
  source.read(after);
  for (int i = 0; i < 2; ++i)
    EXPECT_NEAR(static_cast<double>(after[i].raw - before[i].raw) * 0x1p-32, 60, 0.2);
}

// The unit of the package was used for memory, whose unit on servers is another.
TEST(RaplFaults, MemoryHasAUnitAndARangeOfItsOwn) {
  SteppingClock clock;
  FakePerf kernel(clock);
  PerfTree tree("0\n");
  tree.event("energy-pkg", "event=0x02\n", "6.103515625e-05\n").cpu(0, 0);
  tree.event("energy-ram", "event=0x03\n", "1.52587890625e-05\n");
  kernel.power(kPackageCode, 0, 60).power(kMemoryCode, 0, 5);
  const PerfSource perf(clock,
                        {.sys = tree.root(), .proc = tree.proc(), .functions = kernel.functions()});
  EXPECT_EQ(perf.domains().at(0).joules_per_unit, 0x1p-14);
  EXPECT_EQ(perf.domains().at(1).joules_per_unit, 0x1p-16);
  PowercapTree zones;
  zones.zone("intel-rapl:0", "package-0", "1");
  zones.zone("intel-rapl:0:0", "dram", "1", kServerMemoryRange);
  const PowercapSource powercap(zones.root());
  EXPECT_NE(powercap.domains().at(0).modulus, powercap.domains().at(1).modulus);
}

// A processor without a counter for its memory made the program fall over.
TEST(RaplFaults, AProcessorWithoutMemoryCountersIsMeasured) {
  SteppingClock clock;
  FakePerf kernel(clock);
  PerfTree tree("0\n");
  tree.event("energy-pkg", "event=0x02\n").cpu(0, 0);
  kernel.power(kPackageCode, 0, 60);
  const PerfSource source(
      clock, {.sys = tree.root(), .proc = tree.proc(), .functions = kernel.functions()});
  EXPECT_EQ(source.labels(), std::vector<std::string>{"package-0"});
}

// A wrap gave -250 kJ.
TEST(RaplFaults, AWrapIsEnergyGained) {
  const DomainInfo info = package();
  CounterSum sum(info);
  sum.add(at(0, 262'000'000'000));
  sum.add(at(1, 6'671'089));
  EXPECT_NEAR(sum.joules()->value, 150, 1e-6);
}

// What the counter gained after the last regular reading was not in the sum.
TEST(RaplFaults, TheLastIntervalIsInTheSum) {
  const DomainInfo info = package();
  CounterSum sum(info);
  for (int i = 0; i <= 10; ++i) sum.add(at(i, static_cast<std::uint64_t>(i) * 100'000'000));
  sum.add(at(10.7, 1'070'000'000));
  EXPECT_DOUBLE_EQ(sum.joules()->value, 1070);
  EXPECT_EQ(sum.until(), at(10.7, 0).after);
}

}  // namespace
}  // namespace mutlua
