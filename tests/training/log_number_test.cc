// SPDX-License-Identifier: MIT
#include "training/log_number.h"

#include <gtest/gtest.h>

#include <string>

namespace mutlua {
namespace {

/// The number where the text in brackets is what a pattern captured.
std::optional<double> number_in(std::string text) {
  const std::size_t begin = text.find('[');
  text.erase(begin, 1);
  const std::size_t end = text.find(']');
  text.erase(end, 1);
  return number_at(text, begin, end);
}

TEST(LogNumber, ReadsPlainNumbers) {
  EXPECT_EQ(number_in("acc [97.5]%"), 97.5);
  EXPECT_EQ(number_in("[12]"), 12);
  EXPECT_EQ(number_in("[.5]"), .5);
  EXPECT_EQ(number_in("[+3]"), 3);
  EXPECT_EQ(number_in("[ 0.25 ]"), .25);
  EXPECT_EQ(number_in("[0.25 (best)]"), .25);
}

TEST(LogNumber, LeavesASentencesDotOut) {
  EXPECT_EQ(number_in("is [97.5.]"), 97.5);
  EXPECT_EQ(number_in("is [97.]"), 97);
  EXPECT_EQ(number_in("is [97...]"), 97);
}

TEST(LogNumber, FindsTheExponentBehindThePattern) {
  EXPECT_EQ(number_in("lr [1.5]e-05"), 1.5e-05);
  EXPECT_EQ(number_in("lr [1.5]E+3,"), 1500);
  EXPECT_EQ(number_in("lr [1.5e]-05"), 1.5e-05);
  EXPECT_EQ(number_in("in [5]epochs"), 5);
  EXPECT_EQ(number_in("in [5]e3f0"), 5);
  EXPECT_EQ(number_in("in [5]e"), 5);
}

TEST(LogNumber, FindsTheMinusInFrontOfThePattern) {
  EXPECT_EQ(number_in("loss: -[0.5]"), -0.5);
  EXPECT_EQ(number_in("loss:-[0.5]"), -0.5);
  EXPECT_EQ(number_in("-[0.5]"), -0.5);
  EXPECT_EQ(number_in("loss: [-0.5]"), -0.5);
}

TEST(LogNumber, KnowsADashFromAMinus) {
  EXPECT_EQ(number_in("Top-[5]"), 5);
  EXPECT_EQ(number_in("2024-[05]"), 5);
  EXPECT_EQ(number_in("--- [5]"), 5);
  EXPECT_EQ(number_in("---[5]"), 5);
  EXPECT_EQ(number_in("x_-[5]"), 5);
}

TEST(LogNumber, RefusesWhatIsNone) {
  for (const char* text :
       {"[]", "[.]", "[nan]", "[inf]", "[-]", "[1.2.3]", "[1,234]", "[ ]", "[9]e999", "[n/a]"}) {
    EXPECT_FALSE(number_in(text)) << text;
  }
}

TEST(LogNumber, KeepsToTheCapturedDigits) {
  EXPECT_EQ(number_in("[12]345"), 12);
  EXPECT_EQ(number_in("[12].5"), 12);
}

}  // namespace
}  // namespace mutlua
