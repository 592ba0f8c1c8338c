// SPDX-License-Identifier: MIT
#include "training/literal_filter.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace mutlua {
namespace {

TEST(LiteralFilter, IgnoresTheCaseOfLettersOnly) {
  const LiteralFilter filter({"rank@1"});
  EXPECT_EQ(filter.find("so RANK@1 it is", 0), 3u);
  EXPECT_EQ(filter.find("so rank`1 it is", 0), LiteralFilter::kNowhere);
}

TEST(LiteralFilter, FindsTheFirstOfSeveral) {
  const LiteralFilter filter({"accuracy", "准确率"});
  EXPECT_EQ(filter.find("xx 准确率 accuracy", 0), 3u);
  EXPECT_EQ(filter.find("xx accuracy 准确率", 4), 12u);
  EXPECT_EQ(LiteralFilter({"bc", "abcd"}).find("xabcd", 0), 1u);
}

TEST(LiteralFilter, AgreesWithAPlainSearch) {
  std::mt19937 random(3);
  for (int round = 0; round < 2000; ++round) {
    std::string text;
    for (int i = 0; i < 80; ++i) text += "abAB"[random() % 4];
    std::string lower = text;
    for (char& c : lower) c = static_cast<char>(c | 0x20);
    std::string literal;
    for (std::size_t i = 0; i < 3 + random() % 6; ++i) literal += "ab"[random() % 2];
    const std::size_t from = random() % 20;
    ASSERT_EQ(LiteralFilter({literal}).find(text, from), lower.find(literal, from))
        << text << " " << literal;
  }
}

}  // namespace
}  // namespace mutlua
