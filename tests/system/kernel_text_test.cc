// SPDX-License-Identifier: MIT
#include "system/kernel_text.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace mutlua {
namespace {

TEST(KernelText, GivesTheTicksOfAllCores) {
  const auto ticks = cpu_ticks_in("cpu  10 20 30 1000 500 1 2 40 9 9\ncpu0 1 1 1 1 1 1 1 1 1 1\n");
  ASSERT_TRUE(ticks);
  EXPECT_EQ(ticks->busy, 63u);
  EXPECT_EQ(ticks->idle, 1500u);
  EXPECT_EQ(ticks->steal, 40u);
  EXPECT_EQ(ticks->total(), 1603u);
}

TEST(KernelText, HasNoTicksWhereALineIsNoTicks) {
  for (const char* text : {"", "cpu", "cpu ", "cpu a b c d", "cpu 1 2 3", "cpu0 1 2 3 4 5 6 7 8",
                           "cpu 99999999999999999999 1 1 1", "cpu -1 2 3 4"}) {
    EXPECT_FALSE(cpu_ticks_in(text)) << text;
  }
}

TEST(KernelText, GivesThePressure) {
  const auto pressure = pressure_in(
      "some avg10=14.11 avg60=16.11 avg300=6.10 total=5195445940\n"
      "full avg10=0.00 avg60=0.00 avg300=0.00 total=7\n");
  ASSERT_TRUE(pressure);
  EXPECT_DOUBLE_EQ(pressure->average10_pct, 14.11);
  EXPECT_EQ(pressure->total_us, 5195445940u);
}

TEST(KernelText, HasNoPressureWhereALineIsNoPressure) {
  for (const char* text :
       {"", "some", "some total=1", "some avg10=1.00", "some avg10=1 total=1",
        "some avg10=x.00 total=1", "some avg10=1.00 total=x", "full avg10=1.00 total=1"}) {
    EXPECT_FALSE(pressure_in(text)) << text;
  }
}

TEST(KernelText, GivesTheNumberAfterAName) {
  const std::string text = "nr_free 3\npswpin 12\r\npswpout 13\nMemAvailable:   99 kB";
  EXPECT_EQ(number_of("pswpin", text), 12u);
  EXPECT_EQ(number_of("pswpout", text), 13u);
  EXPECT_EQ(number_of("MemAvailable:", text), 99u);
}

TEST(KernelText, HasNoNumberAfterPartOfAName) {
  EXPECT_FALSE(number_of("pswp", "pswpin 12\n"));
  EXPECT_FALSE(number_of("free", "nr_free 3\n"));
  EXPECT_FALSE(number_of("pswpin", "pswpin\n12"));
  EXPECT_FALSE(number_of("pswpin", "pswpin x\n"));
}

TEST(KernelText, IsReadFromAnyBytesWithoutHarm) {
  const std::string alphabet("cpu some avg10=total.0123456789\n\t \0\xff-", 38);
  std::mt19937 random(3);
  for (int i = 0; i < 20000; ++i) {
    std::string text(random() % 80, ' ');
    for (char& each : text) each = alphabet[random() % alphabet.size()];
    cpu_ticks_in(text);
    pressure_in(text);
    number_of("cpu", text);
    leading_number(text);
  }
}

}  // namespace
}  // namespace mutlua
