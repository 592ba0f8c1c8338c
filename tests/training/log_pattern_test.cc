// SPDX-License-Identifier: MIT
#include "training/log_pattern.h"

#include <gtest/gtest.h>
#include <re2/re2.h>

#include <random>
#include <string>
#include <vector>

#include "support.h"

namespace mutlua {
namespace {

using Strings = std::vector<std::string>;

Strings captured(const std::string& pattern, const std::string& text, std::size_t from = 0) {
  Strings result;
  LogPattern(pattern).each_match(text, from, [&](const PatternMatch& match) {
    result.push_back(text.substr(match.group_begin, match.group_end - match.group_begin));
  });
  return result;
}

TEST(LogPattern, FindsEveryMatchInOrder) {
  EXPECT_EQ(captured("acc: ([0-9]+)", "acc: 1 ACC: 2\nx\nAcc: 3\n"), (Strings{"1", "2", "3"}));
}

TEST(LogPattern, AnchorsAtLines) {
  EXPECT_EQ(captured("^epoch ([0-9]+)$", "epoch 1\nan epoch 2\nepoch 3 x\nepoch 4\n"),
            (Strings{"1", "4"}));
}

TEST(LogPattern, TakesTheWholeMatchWithoutAGroup) {
  EXPECT_EQ(captured("loss [0-9.]+", "loss 0.5\n"), (Strings{"loss 0.5"}));
}

TEST(LogPattern, ReachesOverFourLinesAndNoFurther) {
  EXPECT_EQ(captured("acc\\s+([0-9]+)", "acc\n\n\n5\n"), (Strings{"5"}));
  EXPECT_EQ(captured("acc\\s+([0-9]+)", "acc\n\n\n\n5\n"), (Strings{}));
}

TEST(LogPattern, SearchesNonAsciiText) {
  EXPECT_EQ(captured("测试准确率[:\\s]+([0-9.]+)", "x\n测试准确率: 91.2\n"), (Strings{"91.2"}));
  EXPECT_EQ(captured("écart ([0-9]+)", "ÉCART 3\n"), (Strings{"3"}));
}

TEST(LogPattern, SaysWhatCannotBeUsed) {
  EXPECT_EQ(pattern_problem("a(b|c)"), "");
  EXPECT_TRUE(test::says(pattern_problem("(?!x)y"), "no look-ahead"));
  EXPECT_TRUE(test::says(pattern_problem("a(b"), "missing )"));
  EXPECT_TRUE(test::says(pattern_problem(""), "empty"));
  EXPECT_THROW(LogPattern("a("), Error);
}

/// All matches of the plain expression over the whole text.
Strings plainly_captured(const std::string& pattern, const std::string& text) {
  const RE2 expression("(?im)" + pattern);
  Strings result;
  re2::StringPiece parts[2];
  std::size_t from = 0;
  while (expression.Match(text, from, text.size(), RE2::UNANCHORED, parts, 2)) {
    result.emplace_back(parts[1]);
    from = static_cast<std::size_t>(parts[0].data() + parts[0].size() - text.data());
  }
  return result;
}

TEST(LogPattern, AgreesWithThePlainExpressionWhereverItsShortcutsLead) {
  const char* patterns[] = {"acc[:\\s]+([0-9]+)", "(?:acc|loss): ([0-9]+)", "^([0-9]+) loss",
                            "acc.*?([0-9])",      "loss\\n?acc: ([0-9])",   "([0-9]) (?:acc|准)"};
  const char* words[] = {"acc", "loss", ": ", "\n",        " ",
                         "7",   "x\n",  "准", "ACC: 12\n", "filler filler "};
  std::mt19937 random(11);
  for (int round = 0; round < 3000; ++round) {
    std::string text;
    for (int i = 0; i < 40; ++i) text += words[random() % std::size(words)];
    text += "\n";
    if (text.find("\n\n\n") != std::string::npos) continue;  // longer than a match may be
    const char* pattern = patterns[random() % std::size(patterns)];
    ASSERT_EQ(captured(pattern, text), plainly_captured(pattern, text)) << pattern << "\n" << text;
  }
}

}  // namespace
}  // namespace mutlua
