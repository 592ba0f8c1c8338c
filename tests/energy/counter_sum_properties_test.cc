// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <cerrno>
#include <random>

#include "energy/counter_sum.h"
#include "support/allocations.h"

namespace mutlua {
namespace {

/// A counter of microjoules, of a package that never uses 500 W.
DomainInfo counter(std::optional<std::uint64_t> modulus) {
  return {.id = "package-0",
          .scope = "package",
          .joules_per_unit = 1e-6,
          .modulus = modulus,
          .update_period = Seconds(0.001),
          .most_power = {500}};
}

// of packages of Intel and AMD, and of the memory of servers
constexpr std::uint64_t kModuli[] = {262143328911, 65532611002, 65712999628};

/// A load of random power below the limit, read at random times: what a counter of the hardware
/// that starts at `start` would show, and how far it has gone.
struct Walk {
  std::vector<Reading> readings;
  std::vector<std::uint64_t> gone;
};

Walk random_walk(std::mt19937_64& random, const DomainInfo& info, std::uint64_t start, int count) {
  Walk walk;
  double seconds = 100;
  std::uint64_t gone = 0;
  for (int i = 0; i < count; ++i) {
    const std::uint64_t raw = info.modulus ? (start + gone) % *info.modulus : start + gone;
    const Instant at = Instant{} + Seconds(seconds);
    walk.readings.push_back({.raw = raw, .before = at, .after = at + Seconds(1e-5), .error = 0});
    walk.gone.push_back(gone);
    const double span = static_cast<double>(random() % 1000) * 0.05;  // up to 50 s
    const auto watts = static_cast<double>(random() % 500);
    seconds += span + 1e-4;
    gone += static_cast<std::uint64_t>(watts * span * 1e6);
  }
  return walk;
}

double joules(std::uint64_t microjoules) { return static_cast<double>(microjoules) * 1e-6; }

double sum_of(const DomainInfo& info, std::span<const Reading> readings) {
  CounterSum sum(info);
  for (const Reading& reading : readings) sum.add(reading);
  EXPECT_EQ(sum.breaks(), 0);
  return sum.joules().value_or(Joules{-1}).value;
}

TEST(CounterSumProperties, TheSumIsExactFromAnyStartAcrossAnyNumberOfWraps) {
  std::mt19937_64 random(1);
  for (int round = 0; round < 300; ++round) {
    const DomainInfo info = counter(kModuli[round % 3]);
    const std::uint64_t start = random() % *info.modulus;
    const Walk walk = random_walk(random, info, start, 200);
    ASSERT_EQ(sum_of(info, walk.readings), joules(walk.gone.back())) << "start " << start;
  }
}

TEST(CounterSumProperties, ACounterOfSixtyFourBitsIsExactToo) {
  std::mt19937_64 random(2);
  const DomainInfo info = counter({});
  const Walk walk = random_walk(random, info, 0, 1000);
  EXPECT_EQ(sum_of(info, walk.readings), joules(walk.gone.back()));
}

TEST(CounterSumProperties, TheSumNeverFallsAndIsTheSameHoweverOftenItIsRead) {
  std::mt19937_64 random(3);
  for (int round = 0; round < 200; ++round) {
    const DomainInfo info = counter(kModuli[round % 3]);
    const Walk walk = random_walk(random, info, random() % *info.modulus, 100);
    CounterSum often(info);
    CounterSum seldom(info);
    double before = 0;
    bool left_out = false;  // never two in a row: the counter could wrap twice unseen
    for (std::size_t i = 0; i < walk.readings.size(); ++i) {
      often.add(walk.readings[i]);
      ASSERT_GE(often.joules()->value, before);
      before = often.joules()->value;
      const bool edge = i == 0 || i + 1 == walk.readings.size();
      left_out = !edge && !left_out && random() % 2 == 0;
      if (!left_out) seldom.add(walk.readings[i]);
    }
    ASSERT_EQ(seldom.joules()->value, often.joules()->value);
  }
}

TEST(CounterSumProperties, NeighbouringWindowsAddUp) {
  std::mt19937_64 random(4);
  for (int round = 0; round < 200; ++round) {
    DomainInfo info = counter(kModuli[round % 3]);
    info.joules_per_unit = 1;  // sums of whole numbers compare exactly
    info.most_power = {500e6};
    const Walk walk = random_walk(random, info, random() % *info.modulus, 50);
    const std::span<const Reading> all(walk.readings);
    const std::size_t middle = 1 + random() % 48;
    ASSERT_EQ(sum_of(info, all.first(middle + 1)) + sum_of(info, all.subspan(middle)),
              sum_of(info, all));
  }
}

/// What is no reading of this counter, between two that are: an error, a 0, too much, garbage. A 0
/// shortly before a wrap cannot be told from the wrap, so there it is an error.
Reading bad_reading(std::mt19937_64& random, const DomainInfo& info, const Reading& last,
                    const Reading& next) {
  constexpr std::uint64_t kMostStep = 31'000'000'000;  // 500 W and a fifth for 50 s
  Reading bad = next;
  const std::uint64_t kind = random() % 4;
  if (kind == 0) bad.raw = 0;
  if (kind == 1) bad.raw = *info.modulus + random() % 1000;
  if (kind == 2) bad.raw = (next.raw + *info.modulus / 2) % *info.modulus;
  if (kind == 3 || (kind == 0 && *info.modulus - last.raw < kMostStep)) bad.error = EIO;
  return bad;
}

TEST(CounterSumProperties, BadReadingsInBetweenNeverChangeTheSum) {
  std::mt19937_64 random(7);
  for (int round = 0; round < 300; ++round) {
    const DomainInfo info = counter(kModuli[round % 3]);
    const Walk walk = random_walk(random, info, random() % *info.modulus, 100);
    CounterSum sum(info);
    sum.add(walk.readings[0]);
    int bad = 0;
    for (std::size_t i = 1; i < walk.readings.size(); ++i) {
      if (random() % 3 == 0) {
        sum.add(bad_reading(random, info, walk.readings[i - 1], walk.readings[i]));
        ++bad;
      }
      sum.add(walk.readings[i]);
    }
    ASSERT_EQ(sum.joules()->value, joules(walk.gone.back()));
    ASSERT_EQ(sum.errors(), bad);
    ASSERT_EQ(sum.breaks(), 0);
  }
}

TEST(CounterSumProperties, ADecreaseIsAWrapIfAndOnlyIfThePowerCouldHaveMadeIt) {
  std::mt19937_64 random(8);
  for (int round = 0; round < 2000; ++round) {
    const DomainInfo info = counter(kModuli[round % 3]);
    const std::uint64_t before = 1 + random() % (*info.modulus - 1);
    const std::uint64_t now = 1 + random() % before;
    if (now >= before) continue;
    const Seconds span(static_cast<double>(random() % 600));
    const std::uint64_t step = now + (*info.modulus - before);
    const double most = 500 * 1.2 * (span.count() + 0.002);
    CounterSum sum(info);
    sum.add({.raw = before, .before = {}, .after = {}, .error = 0});
    const Instant later = Instant{} + span;
    sum.add({.raw = now, .before = later, .after = later, .error = 0});
    const bool wrap = joules(step) <= most;
    ASSERT_EQ(sum.wraps(), wrap ? 1 : 0);
    ASSERT_EQ(sum.breaks(), wrap ? 0 : 1);
    ASSERT_EQ(sum.joules()->value, wrap ? joules(step) : 0);
  }
}

TEST(CounterSumProperties, BothInterfacesOfOneCounterAgreeWithinWhatTheKernelCutsOff) {
  // The hardware counts in 2^-14 J; perf gives 2^-32 J, powercap whole microjoules of 61035 nJ.
  constexpr double kUnit = 0x1p-14;
  const DomainInfo powercap = counter(262143328911);
  DomainInfo perf = counter({});
  perf.joules_per_unit = 0x1p-32;
  std::mt19937_64 random(6);
  for (int round = 0; round < 100; ++round) {
    std::uint64_t msr = random() % (1ull << 32);
    std::uint64_t counted = 0;
    CounterSum by_powercap(powercap);
    CounterSum by_perf(perf);
    for (int i = 0; i < 300; ++i) {
      const Instant at = Instant{} + Seconds(10.0 * i);
      const std::uint64_t microjoules = (msr % (1ull << 32)) * 61035 / 1000;
      by_powercap.add({.raw = microjoules, .before = at, .after = at, .error = 0});
      by_perf.add({.raw = counted << 18, .before = at, .after = at, .error = 0});
      const std::uint64_t step = random() % static_cast<std::uint64_t>(500 * 10 / kUnit);
      msr += step;
      counted += step;
    }
    const double measured = by_perf.joules()->value;
    ASSERT_LE(by_powercap.joules()->value, measured + 1e-3);
    // 2.6 ppm, and for every wrap and edge a microjoule and less than a step.
    ASSERT_NEAR(by_powercap.joules()->value, measured, measured * 2.7e-6 + 1e-3);
  }
}

TEST(CounterSumProperties, AddingAllocatesNothing) {
  const DomainInfo info = counter(kModuli[0]);
  std::mt19937_64 random(16);
  Walk walk = random_walk(random, info, 5, 100);
  for (std::size_t i = 1; i < 100; i += 3)
    walk.readings[i] = bad_reading(random, info, walk.readings[i - 1], walk.readings[i]);
  CounterSum sum(info);
  const AllocationCount count;
  for (const Reading& reading : walk.readings) sum.add(reading);
  EXPECT_EQ(count.so_far(), 0);
}

}  // namespace
}  // namespace mutlua
