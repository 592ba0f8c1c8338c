// SPDX-License-Identifier: MIT
#include "energy/external_meter.h"

#include <gtest/gtest.h>

#include <random>

#include "support/temp_folder.h"

namespace mutlua {
namespace {

constexpr Nanoseconds kOffset = std::chrono::hours(1);
Instant at(double seconds) { return Instant{} + Seconds(seconds); }
std::string line(double second, const char* key, double value) {
  return fmt::format(R"({{"t": {}, "{}": {}}})", second + 3600, key, value);
}

TEST(MeterLine, IsReadOnlyInItsExactForm) {
  EXPECT_EQ(meter_line(R"({"t": 2.5, "j": 7})", MeterKind::counter)->micro, 7'000'000);
  EXPECT_EQ(meter_line(R"({"t": 2.5, "w": 7, "more": 1})", MeterKind::power)->wall_us, 2'500'000);
  for (const char* bad : {"", "7", "[]", "null", R"({"t": 1})", R"({"t": "1", "j": 2})",
                          R"({"t": 1, "j": -2})", R"({"t": 1, "j": 1e300})", "{\"t\": 1, \"j\": "})
    EXPECT_FALSE(meter_line(bad, MeterKind::counter)) << bad;
  EXPECT_FALSE(meter_line(R"({"t": 1, "w": 2})", MeterKind::counter));
  EXPECT_FALSE(meter_line(std::string(1000, ' ') + R"({"t": 1, "j": 2})", MeterKind::counter));
}

TEST(MeterLine, OfRandomBytesIsNothing) {
  std::mt19937_64 random(1);
  for (int i = 0; i < 2000; ++i) {
    std::string text = R"({"t": 12.5, "j": 99})";
    for (int k = 0; k < 3; ++k) text[random() % text.size()] = static_cast<char>(random());
    meter_line(text, MeterKind::counter);
  }
}

TEST(MeterWindow, TakesACounterStraightBetweenItsLines) {
  MeterWindow window("wall", MeterKind::counter);
  for (int second = 9; second <= 21; ++second)
    window.line(line(second, "j", 1000 + 200.0 * second), at(second + 0.05), kOffset);
  window.bound(at(10.5), at(20.25));
  EXPECT_TRUE(window.complete());
  EXPECT_NEAR(window.reading().joules->value, 200 * 9.75, 1e-6);
}

TEST(MeterWindow, IntegratesPower) {
  MeterWindow window("wall", MeterKind::power);
  for (int second = 9; second <= 21; ++second)
    window.line(line(second, "w", second <= 15 ? 100 : 300), at(second), kOffset);
  window.bound(at(10), at(20));
  EXPECT_NEAR(window.reading().joules->value, 5 * 100 + 5 * 300, 1e-6);
}

TEST(MeterWindow, IsTheSameFromItsFiles) {
  const TempFolder folder;
  MeterWindow window("wall", MeterKind::power);
  window.line("garbage", at(8.5), kOffset);
  for (int second = 9; second <= 21; ++second)
    window.line(line(second + 0.123, "w", 100.25 * second), at(second + 0.2), kOffset);
  window.bound(at(10), at(20));
  window.write(folder.path(), true);
  MeterReading stored = window.reading();
  stored.lost = true;
  const auto again = MeterWindow::read(folder.path(), at(10), at(20));
  ASSERT_TRUE(again);
  EXPECT_EQ(to_json(*again).dump(), to_json(stored).dump());
  EXPECT_EQ(again->strange, 1);
  EXPECT_TRUE(again->lost);
  EXPECT_FALSE(MeterWindow::read(folder / "elsewhere", at(10), at(20)));
}

TEST(MeterWindow, HasNoJoulesWithoutLinesAroundIt) {
  MeterWindow window("wall", MeterKind::counter);
  window.line(line(11, "j", 5), at(11), kOffset);
  window.line(line(12, "j", 6), at(12), kOffset);
  window.bound(at(10), at(20));
  const MeterReading reading = window.reading();
  EXPECT_FALSE(reading.joules);
  EXPECT_FALSE(reading.reason.empty());
  EXPECT_EQ(to_json(reading).at("joules"), nullptr);
}

TEST(MeterWindow, TakesACounterThatGoesBackForUnknown) {
  MeterWindow window("wall", MeterKind::counter);
  for (int second = 9; second <= 21; ++second)
    window.line(line(second, "j", second == 15 ? 0 : 100.0 * second), at(second), kOffset);
  window.bound(at(10), at(20));
  EXPECT_FALSE(window.reading().joules);
}

TEST(MeterWindow, GoesByTheArrivalWhereTheMetersClockIsWrong) {
  MeterWindow window("wall", MeterKind::counter);
  for (int second = 9; second <= 21; ++second)
    window.line(line(second + 500, "j", 100.0 * second), at(second), kOffset);
  window.bound(at(10), at(20));
  EXPECT_NEAR(window.reading().joules->value, 1000, 1e-6);
  EXPECT_EQ(meter_flags(window.reading()).at(0).id, "meter.clock");
}

TEST(MeterFlags, SayThatTheMeterWasLostAndNothingOfAnOrdinaryOne) {
  MeterReading reading;
  EXPECT_TRUE(meter_flags(reading).empty());
  reading.lost = true;
  EXPECT_EQ(meter_flags(reading).at(0).id, "meter.lost");
}

}  // namespace
}  // namespace mutlua
