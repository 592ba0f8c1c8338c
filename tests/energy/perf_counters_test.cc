// SPDX-License-Identifier: MIT
#include "energy/perf_counters.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <linux/perf_event.h>

#include <cerrno>
#include <cstring>
#include <random>

#include "energy/counter_sum.h"
#include "energy/perf_tree.h"
#include "support/allocations.h"

namespace mutlua {
namespace {

using Ids = std::vector<std::string>;

struct Bench {
  SteppingClock clock;
  FakePerf kernel{clock};
  PerfTree tree;

  explicit Bench(const std::string& cpumask = "0\n") : tree(cpumask) {}

  static Bench& one_socket(Bench& bench) {
    PerfTree::one_socket(bench.tree);
    bench.kernel.power(kPackageCode, 0, 60).power(kMemoryCode, 0, 5);
    return bench;
  }

  PerfSource source() {
    return {clock, {.sys = tree.root(), .proc = tree.proc(), .functions = kernel.functions()}};
  }
};

Ids ids(const PerfSource& source) {
  Ids ids;
  for (const DomainInfo& domain : source.domains()) ids.push_back(domain.id);
  return ids;
}

/// Joules per scope over a second of virtual time, read ten times.
double joules_in_a_second(Bench& bench, PerfSource& source, const std::string& scope) {
  std::vector<CounterSum> sums;
  for (const DomainInfo& domain : source.domains()) sums.emplace_back(domain);
  std::vector<Reading> readings(sums.size());
  const Instant begin = bench.clock.at();
  for (int i = 0; i <= 10; ++i) {
    source.read(readings);
    for (std::size_t k = 0; k < sums.size(); ++k) sums[k].add(readings[k]);
    if (i < 10) bench.clock.advance(begin + Seconds(0.1 * (i + 1)) - bench.clock.at());
  }
  double total = 0;
  for (std::size_t k = 0; k < sums.size(); ++k) {
    if (source.domains()[k].scope == scope) total += sums[k].joules()->value;
  }
  return total;
}

TEST(PerfSource, ReadsThePackageAndItsMemory) {
  Bench bench;
  PerfSource source = Bench::one_socket(bench).source();
  EXPECT_EQ(ids(source), (Ids{"rapl.perf.package-0", "rapl.perf.dram-0"}));
  EXPECT_EQ(source.problem(), "");
  EXPECT_EQ(source.domains()[0].joules_per_unit, 0x1p-32);
  EXPECT_FALSE(source.domains()[0].modulus);
  EXPECT_NEAR(joules_in_a_second(bench, source, "package"), 60, 0.07);
  EXPECT_NEAR(joules_in_a_second(bench, source, "dram"), 5, 0.01);
}

TEST(PerfSource, TakesCodesAndScalesAsTheKernelGivesThem) {
  Bench bench;
  bench.tree.event("energy-pkg", "event=0x1f\n", "0.5\n").cpu(0, 0);
  bench.kernel.power(0x1f, 0, 60);
  EXPECT_EQ(bench.source().domains().at(0).joules_per_unit, 0.5);
}

TEST(PerfSource, NamesDiesWhereAPackageHasSeveral) {
  Bench bench("0,8,16-17\n");
  bench.tree.event("energy-pkg", "event=0x02\n");
  bench.tree.cpu(0, 0, 0).cpu(8, 0, 1).cpu(16, 1, 0).cpu(17, 1, 0);
  for (const int cpu : {0, 8, 16, 17}) bench.kernel.power(kPackageCode, cpu, 50 + cpu);
  const PerfSource source = bench.source();
  EXPECT_EQ(ids(source),
            (Ids{"rapl.perf.package-0-die-0", "rapl.perf.package-0-die-1", "rapl.perf.package-1"}));
  EXPECT_EQ(source.ignored().at(0).place, "CPU 17");
  EXPECT_EQ(bench.kernel.opened(), 3);
}

TEST(PerfSource, RefusesThePmuOfAGuestThatKnowsOnlyTheWholePlatform) {
  Bench bench;
  bench.tree.event("energy-psys", "event=0x05\n").cpu(0, 0).cpuinfo("GenuineIntel", "hypervisor");
  bench.kernel.power(5, 0, 400);
  const PerfSource source = bench.source();
  EXPECT_TRUE(source.domains().empty());
  EXPECT_NE(source.problem().find("only energy-psys"), std::string::npos) << source.problem();
  EXPECT_NE(source.problem().find("virtual machine"), std::string::npos);
  EXPECT_EQ(bench.kernel.opened(), 0);
}

TEST(PerfSource, RefusesACounterThatStandsStillWhileACoreIsBusy) {
  Bench bench;
  Bench::one_socket(bench).kernel.power(kPackageCode, 0, 0);
  const Instant begin = bench.clock.at();
  const PerfSource source = bench.source();
  EXPECT_TRUE(source.domains().empty());
  EXPECT_NE(source.problem().find("package-0 does not move"), std::string::npos);
  EXPECT_GE(bench.clock.at() - begin, Seconds(0.05));
  EXPECT_LT(bench.clock.at() - begin, Seconds(0.06));
}

TEST(PerfSource, RefusesAPackageThatStandsStillBesideOneThatMoves) {
  Bench bench("0,64\n");
  bench.tree.event("energy-pkg", "event=0x02\n").cpu(0, 0).cpu(64, 1);
  bench.kernel.power(kPackageCode, 0, 60).power(kPackageCode, 64, 0);
  EXPECT_TRUE(bench.source().domains().empty());
}

TEST(PerfSource, LeavesOutMemoryThatStandsStillOrCannotBeOpened) {
  Bench still;
  Bench::one_socket(still).kernel.power(kMemoryCode, 0, 0);
  EXPECT_EQ(ids(still.source()), Ids{"rapl.perf.package-0"});
  EXPECT_EQ(still.source().ignored().at(0).why, "does not move");
  Bench refused;
  Bench::one_socket(refused).kernel.refuse(kMemoryCode, EINVAL);
  EXPECT_EQ(ids(refused.source()), Ids{"rapl.perf.package-0"});
}

TEST(PerfSource, LeavesOutTheMemoryOfAllPackagesIfThatOfOneIsNotThere) {
  Bench bench("0,64\n");
  bench.tree.event("energy-pkg", "event=0x02\n").event("energy-ram", "event=0x03\n");
  bench.tree.cpu(0, 0).cpu(64, 1);
  bench.kernel.power(kPackageCode, 0, 60).power(kPackageCode, 64, 60).power(kMemoryCode, 0, 5);
  EXPECT_EQ(ids(bench.source()), (Ids{"rapl.perf.package-0", "rapl.perf.package-1"}));
}

TEST(PerfSource, SaysWhatToDoAboutEachRefusal) {
  const std::vector<std::pair<int, std::string>> remedies = {
      {EACCES, "sudo setcap cap_perfmon=ep /"},
      {EACCES, "perf_event_paranoid is 2"},
      {EPERM, "--cap-add PERFMON"},
      {EINVAL, "measure on the host"},
      {ENOENT, "sudo modprobe rapl"}};
  for (const auto& [error, remedy] : remedies) {
    Bench bench;
    Bench::one_socket(bench).kernel.refuse(kPackageCode, error);
    const PerfSource source = bench.source();
    EXPECT_TRUE(source.domains().empty());
    EXPECT_NE(source.problem().find(remedy), std::string::npos) << source.problem();
  }
}

TEST(PerfSource, SaysWhatToDoWithoutAPmu) {
  SteppingClock clock;
  FakePerf kernel(clock);
  const TempFolder empty;
  const PerfSource source(
      clock, {.sys = empty.path(), .proc = empty.path(), .functions = kernel.functions()});
  EXPECT_NE(source.problem().find("sudo modprobe rapl"), std::string::npos);
}

TEST(PerfSource, CannotTellWhatACounterStandsForWithoutTheTopology) {
  Bench bench("7\n");
  bench.tree.event("energy-pkg", "event=0x02\n");
  bench.kernel.power(kPackageCode, 7, 60);
  EXPECT_NE(bench.source().problem().find("CPU 7"), std::string::npos);
}

TEST(PerfSource, ReadsMirroredDiesOfAnAmdPackageOnce) {
  Bench bench("0,8,16\n");
  bench.tree.cpuinfo("AuthenticAMD").event("energy-pkg", "event=0x02\n");
  bench.tree.cpu(0, 0, 0).cpu(8, 0, 1).cpu(16, 0, 2);
  bench.kernel.power(kPackageCode, 0, 68).power(kPackageCode, 8, 68).power(kPackageCode, 16, 31);
  PerfSource source = bench.source();
  EXPECT_EQ(ids(source), (Ids{"rapl.perf.package-0-die-0", "rapl.perf.package-0-die-2"}));
  EXPECT_EQ(source.notes().at(0).id, "rapl.mirrored_zones");
  EXPECT_NEAR(joules_in_a_second(bench, source, "package"), 68 + 31, 0.2);
}

TEST(PerfSource, ReadsDiesWithCountersOfTheirOwnOnceEach) {
  Bench bench("0,8\n");
  bench.tree.cpuinfo("AuthenticAMD").event("energy-pkg", "event=0x02\n");
  bench.tree.cpu(0, 0, 0).cpu(8, 0, 1);
  bench.kernel.power(kPackageCode, 0, 68).power(kPackageCode, 8, 68.001);
  EXPECT_EQ(bench.source().domains().size(), 2u);
  EXPECT_TRUE(bench.source().notes().empty());
}

TEST(PerfSource, ReportsAReadThatFailsOrGivesNothingAsAnError) {
  Bench bench;
  PerfSource source = Bench::one_socket(bench).source();
  std::vector<Reading> readings(2);
  bench.kernel.answer_with(-ENODEV);
  source.read(readings);
  EXPECT_EQ(readings[0].error, ENODEV);
  for (const ssize_t size : {0, 4}) {  // the CPU is gone; half a number
    bench.kernel.answer_with(size);
    source.read(readings);
    EXPECT_EQ(readings[0].error, EIO);
    EXPECT_EQ(readings[1].error, EIO);
  }
}

TEST(PerfFunctions, CountForAllProcessesOnACpuOfTheRealMachine) {
  const PerfFunctions real = PerfFunctions::of_linux();
  const Descriptor counter(real.open(PERF_TYPE_SOFTWARE, PERF_COUNT_SW_CPU_CLOCK, 0));
  if (!counter) GTEST_SKIP() << "perf_event_open: " << std::strerror(errno);
  std::uint64_t before = 0;
  std::uint64_t after = 0;
  ASSERT_EQ(real.read(counter.number(), &before, sizeof before), 8);
  ASSERT_EQ(real.read(counter.number(), &after, sizeof after), 8);
  EXPECT_GT(after, before);
}

TEST(PerfSource, AllocatesNothingToRead) {
  Bench bench;
  PerfSource source = Bench::one_socket(bench).source();
  std::vector<Reading> readings(2);
  const AllocationCount count;
  source.read(readings);
  EXPECT_EQ(count.so_far(), 0);
  EXPECT_EQ(readings[0].error, 0);
}

TEST(PerfSource, SurvivesWhateverStandsInTheFiles) {
  std::mt19937_64 random(15);
  const Ids texts = {"",        "\n",           "0\n",        "0-1\n",       "0,\n",
                     "32\n",    "event=0x02\n", "-1\n",       "Joules\n",    "nan\n",
                     "0.5\r\n", "1e-9\n",       "\xff\xfe\n", "9999999999\n"};
  const auto any = [&] { return texts[random() % texts.size()]; };
  for (int round = 0; round < 40; ++round) {
    Bench bench(any());
    if (random() % 2 == 0) bench.tree.pmu("type", any());
    bench.tree.pmu("events/energy-pkg", any()).pmu("events/energy-pkg.scale", any());
    bench.tree.pmu("events/energy-pkg.unit", random() % 4 ? "Joules\n" : any());
    bench.tree.cpu(0, 0).cpu(1, 0);
    bench.kernel.power(kPackageCode, 0, 60);
    const PerfSource source = bench.source();
    ASSERT_EQ(source.domains().empty(), !source.problem().empty());
  }
}

}  // namespace
}  // namespace mutlua
