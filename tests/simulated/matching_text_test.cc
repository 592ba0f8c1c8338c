// SPDX-License-Identifier: MIT
#include "simulated/matching_text.h"

#include <gtest/gtest.h>

#include "training/log_number.h"
#include "training/log_pattern.h"

namespace mutlua {
namespace {

/// The text with this number for the first group; "-" if there is none.
std::string with(const std::string& expression, const std::string& number) {
  const auto text = matching_text(expression);
  return text ? text->before + (text->has_group ? number : "") + text->after : "-";
}

bool reads(const std::string& expression, const std::string& line) {
  bool found = false;
  LogPattern(expression).each_match(line, 0, [&](const PatternMatch& match) {
    found = found || (match.group_begin < line.size() &&
                      line.substr(match.group_begin, match.group_end - match.group_begin) == "12");
  });
  return found;
}

TEST(MatchingText, IsMatchedByItsExpression) {
  for (const char* expression : {"accuracy: ([0-9.]+)",
                                 "^Epoch ([0-9]+)/",
                                 "(?:Accuracy|准确率)[:\\s()]+([0-9.]+)",
                                 "F1[\\s-]*score[:\\s]+([0-9.]+)",
                                 "测试?准确率[:\\s]+([0-9.]+)",
                                 "\\bEpoch ([0-9]+)/[0-9]+",
                                 "(?:\\[SUCCESS\\]\\s+)?Test Accuracy[:\\s]+([0-9.]+)%?$",
                                 "^\\| end of epoch +([0-9]+)",
                                 "Top-\\s*1\\s*(?:Accuracy)?\\s*:\\s*([0-9.]+)",
                                 "loss=(\\d+)\\D",
                                 "a{3}b{2,4}c{0} ([0-9]+)",
                                 "x|y ([0-9]+)",
                                 "(?P<value>[0-9]+) of (\\d+)",
                                 "[^a-z\\d]x[]a]([0-9]+)",
                                 "\\x41\\x{42}([0-9]+)",
                                 "[[:alpha:]]+=([0-9]+)",
                                 "(?i)LOSS\\.+?([0-9]+)",
                                 "(?:([0-9]+) s)?",
                                 "\\w+\\W+\\S\\s([0-9]+)\\.",
                                 "{'a': ([0-9]+)}"}) {
    EXPECT_TRUE(reads(expression, with(expression, "12")))
        << expression << ": " << with(expression, "12");
  }
}

TEST(MatchingText, LeavesOutWhatIsOptional) {
  EXPECT_EQ(with("(?:\\[OK\\] )?acc: ([0-9.]+)%?", "12"), "acc: 12");
  EXPECT_EQ(with("a*b+c?", ""), "b");
}

TEST(MatchingText, SaysWhereItDoesNotKnowHow) {
  for (const char* expression : {"\\p{Greek}([0-9]+)", "\\Qa\\E", "[αβ]", "x{1000}"})
    EXPECT_EQ(with(expression, "12"), "-") << expression;
}

}  // namespace
}  // namespace mutlua
