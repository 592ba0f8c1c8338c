// SPDX-License-Identifier: MIT
#include "training/log_text.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace mutlua {
namespace {

std::string decoded(const std::string& bytes) {
  LogText decoder;
  std::string text;
  decoder.decode(bytes, text);
  return text;
}

TEST(LogText, EndsLinesAtAnyKindOfLineEnd) {
  EXPECT_EQ(decoded("a\nb\r\nc\rd\r\re\n\rf"), "a\nb\nc\nd\n\ne\n\nf");
}

TEST(LogText, KeepsUtf8) {
  const std::string text = "准确率: 0.9 █ é 😀\n";
  EXPECT_EQ(decoded(text), text);
}

TEST(LogText, LeavesOutWhatIsNotUtf8) {
  EXPECT_EQ(decoded("a\xff\xfe"
                    "b\xc3(c\xe5\x87"
                    "d\x80"),
            "ab(cd");
  EXPECT_EQ(decoded("\xc0\xaf|\xe0\x80\xaf|\xed\xa0\x80|\xf4\x90\x80\x80|\xf5"), "||||");
}

TEST(LogText, CutsEndlessLines) {
  const std::string text = decoded("x" + std::string(300'000, 'y') + "\nshort\n");
  EXPECT_EQ(text.size(), LogText::kLongestLine + 7);
  EXPECT_EQ(text.substr(text.size() - 7), "\nshort\n");
}

TEST(LogText, CutsNoCharacterInTwo) {
  const std::string text = decoded(std::string(LogText::kLongestLine - 1, 'x') + "率率\n");
  EXPECT_EQ(text, std::string(LogText::kLongestLine - 1, 'x') + "\n");
}

TEST(LogText, DoesNotDependOnThePieces) {
  std::mt19937 random(7);
  const std::string_view parts[] = {"\r",   "\n",       "a",     "准", "\xe5\x87",
                                    "\xff", "\xf0\x9f", "epoch", "█"};
  for (int round = 0; round < 300; ++round) {
    std::string bytes;
    for (int i = 0; i < 60; ++i) bytes += parts[random() % std::size(parts)];
    LogText decoder;
    std::string text;
    for (std::size_t i = 0; i < bytes.size();) {
      const std::size_t size = 1 + random() % 5;
      decoder.decode(std::string_view(bytes).substr(i, size), text);
      i += size;
    }
    ASSERT_EQ(text, decoded(bytes));
  }
}

}  // namespace
}  // namespace mutlua
