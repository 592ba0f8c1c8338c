// SPDX-License-Identifier: MIT
#include "energy/counter_sum.h"

#include <gtest/gtest.h>

#include <cerrno>
#include <random>

namespace mutlua {
namespace {

constexpr std::uint64_t kModulus = 262143328911;  // microjoules of a 2^-14 J package counter

DomainInfo package() {
  return {.id = "package-0",
          .scope = "package",
          .joules_per_unit = 1e-6,
          .modulus = kModulus,
          .update_period = Seconds(0.001)};
}

Reading at(double seconds, std::uint64_t raw, int error = 0) {
  const Instant instant = Instant{} + Seconds(seconds);
  return {.raw = raw, .before = instant, .after = instant, .error = error};
}

TEST(CounterSum, IsUnknownBeforeTheFirstReading) {
  const DomainInfo info = package();
  EXPECT_FALSE(CounterSum(info, Watts{1000}).joules());
}

TEST(CounterSum, AgreesWithAnIdealCounterOverRandomWalksWithWraps) {
  const DomainInfo info = package();
  std::mt19937_64 random(7);
  for (int round = 0; round < 200; ++round) {
    CounterSum sum(info, Watts{1000});
    std::uint64_t raw = random() % kModulus;
    unsigned __int128 ideal = 0;
    double seconds = 1;
    sum.add(at(seconds, raw));
    for (int i = 0; i < 200; ++i) {
      const std::uint64_t step = random() % 40'000'000'000;  // up to 40 kJ in 100 s
      seconds += 100;
      ideal += step;
      raw = (raw + step) % kModulus;
      sum.add(at(seconds, raw));
    }
    ASSERT_DOUBLE_EQ(sum.joules()->value, static_cast<double>(ideal) * 1e-6);
    ASSERT_EQ(sum.breaks(), 0);
  }
}

TEST(CounterSum, TakesAnImplausibleDecreaseForAReset) {
  const DomainInfo info = package();
  CounterSum sum(info, Watts{1000});
  sum.add(at(0, 5'000'000'000));
  sum.add(at(1, 5'100'000'000));
  sum.add(at(2, 1'000'000));  // as a wrap this would be 257 kJ in a second
  sum.add(at(3, 51'000'000));
  EXPECT_EQ(sum.breaks(), 1);
  EXPECT_EQ(sum.wraps(), 0);
  EXPECT_DOUBLE_EQ(sum.joules()->value, 100 + 50);
}

TEST(CounterSum, TreatsEveryDecreaseAsAResetWithoutAModulus) {
  DomainInfo info = package();
  info.modulus.reset();
  CounterSum sum(info, Watts{1000});
  sum.add(at(0, 100));
  sum.add(at(1, 50));
  EXPECT_EQ(sum.breaks(), 1);
}

TEST(CounterSum, IsNotChangedByBadReadings) {
  const DomainInfo info = package();
  CounterSum sum(info, Watts{1000});
  sum.add(at(0, 1'000'000));
  sum.add(at(1, 0, EIO));
  sum.add(at(2, 3'000'000));
  EXPECT_DOUBLE_EQ(sum.joules()->value, 2);
  EXPECT_EQ(sum.errors(), 1);
}

TEST(CounterSum, BreaksOnAJumpThatNoProcessorCouldHaveUsed) {
  const DomainInfo info = package();
  CounterSum sum(info, Watts{1000});
  sum.add(at(0, 0));
  sum.add(at(1, 200'000'000'000));
  EXPECT_EQ(sum.breaks(), 1);
  EXPECT_DOUBLE_EQ(sum.joules()->value, 0);
}

TEST(CounterSum, SaysWhenItMayHaveWrappedTwice) {
  const DomainInfo info = package();
  CounterSum sum(info, Watts{1000});
  sum.add(at(0, 0));
  sum.add(at(3600, 1'000'000));
  EXPECT_TRUE(sum.ambiguous());
}

TEST(CounterSum, GivesTheSameSumHoweverOftenItIsRead) {
  const DomainInfo info = package();
  CounterSum seldom(info, Watts{1000});
  CounterSum often(info, Watts{1000});
  for (int i = 0; i <= 100; ++i) {
    const Reading reading = at(i, static_cast<std::uint64_t>(i) * 150'000'000 % kModulus);
    often.add(reading);
    if (i % 10 == 0) seldom.add(reading);
  }
  EXPECT_EQ(seldom.joules()->value, often.joules()->value);
}

TEST(CounterSum, GoesByThePowerThatTheDomainNames) {
  DomainInfo info = package();
  info.most_power = {100};
  CounterSum sum(info);
  sum.add(at(0, 0));
  sum.add(at(1, 110'000'000));  // a fifth more than the limit is believed
  EXPECT_EQ(sum.breaks(), 0);
  sum.add(at(2, 240'000'000));
  EXPECT_EQ(sum.breaks(), 1);
}

TEST(CounterSum, ForgetsAnOddReadingIfTheNextFollowsFromTheOneBefore) {
  const DomainInfo info = package();
  CounterSum sum(info);
  sum.add(at(0, 1'000'000'000));
  sum.add(at(1, 150'000'000'000));
  EXPECT_EQ(sum.breaks(), 1);  // until the next reading shows what it was
  sum.add(at(2, 1'100'000'000));
  EXPECT_EQ(sum.breaks(), 0);
  EXPECT_EQ(sum.errors(), 1);
  EXPECT_DOUBLE_EQ(sum.joules()->value, 100);
}

TEST(CounterSum, GoesOnAfterAResetWithoutTheHole) {
  DomainInfo info = package();
  info.modulus.reset();
  CounterSum sum(info);
  sum.add(at(0, 7'000'000'000));
  sum.add(at(1, 7'200'000'000));
  sum.add(at(2, 0));  // the counter begins anew
  sum.add(at(3, 90'000'000));
  sum.add(at(4, 140'000'000));
  EXPECT_EQ(sum.breaks(), 1);
  EXPECT_DOUBLE_EQ(sum.joules()->value, 200 + 50);
}

TEST(CounterSum, TakesAnUnbelievableZeroForAFailedReading) {
  const DomainInfo info = package();
  CounterSum sum(info);
  sum.add(at(0, 100'000'000'000));
  sum.add(at(1, 0));
  sum.add(at(2, 0));
  EXPECT_EQ(sum.until(), at(0, 0).after);  // the sum ends where it was last known
  sum.add(at(3, 100'300'000'000));
  EXPECT_DOUBLE_EQ(sum.joules()->value, 300);
  EXPECT_EQ(sum.errors(), 2);
  EXPECT_EQ(sum.breaks(), 0);
}

TEST(CounterSum, BelievesAZeroWhereTheCounterWraps) {
  const DomainInfo info = package();
  CounterSum sum(info);
  sum.add(at(0, kModulus - 50'000'000));
  sum.add(at(1, 0));
  EXPECT_EQ(sum.wraps(), 1);
  EXPECT_DOUBLE_EQ(sum.joules()->value, 50);
}

TEST(CounterSum, RefusesWhatIsBeyondTheModulus) {
  const DomainInfo info = package();
  CounterSum sum(info);
  sum.add(at(0, kModulus));
  EXPECT_FALSE(sum.joules());
  EXPECT_EQ(sum.errors(), 1);
}

TEST(CounterSum, IsNotAmbiguousWhileOneWrapAtMostIsPossible) {
  const DomainInfo info = package();
  CounterSum sum(info, Watts{1000});
  for (int i = 0; i < 100; ++i) sum.add(at(200 * i, 0));
  EXPECT_FALSE(sum.ambiguous());
}

TEST(CounterSum, TellsForHowLongTheCounterHasStood) {
  const DomainInfo info = package();
  CounterSum sum(info);
  EXPECT_EQ(sum.unchanged(), Seconds(0));
  sum.add(at(0, 1'000'000));
  sum.add(at(1, 2'000'000));
  sum.add(at(2, 2'000'000));
  sum.add(at(4, 2'000'000));
  sum.add(at(9, 2'000'000, EIO));  // says nothing of the counter
  EXPECT_EQ(sum.unchanged(), Seconds(3));
  sum.add(at(10, 3'000'000));
  EXPECT_EQ(sum.unchanged(), Seconds(0));
  EXPECT_EQ(sum.longest_unchanged(), Seconds(3));
}

}  // namespace
}  // namespace mutlua
