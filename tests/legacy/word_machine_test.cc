// SPDX-License-Identifier: MIT
#include "legacy/word_machine.h"

#include <gtest/gtest.h>

namespace mutlua {
namespace {

using Found = std::vector<std::size_t>;

Found found_in(WordMachine machine, std::string_view text, std::size_t piece) {
  Found found;
  for (; !text.empty(); text.remove_prefix(std::min(piece, text.size()))) {
    machine.read(text.substr(0, piece), [&](std::size_t word) { found.push_back(word); });
  }
  return found;
}

TEST(WordMachine, FindsWordsThatOverlapAndLieWithinEachOther) {
  const WordMachine machine({"she", "he", "hers", "is"});
  EXPECT_EQ(found_in(machine, "ushers this", 99), (Found{0, 1, 2, 3}));
}

TEST(WordMachine, GoesOnFromAWordsBeginningThatAnotherWordSharesWithIt) {
  const WordMachine machine({"aab"});
  EXPECT_EQ(found_in(machine, "aaab aab", 99), (Found{0, 0}));
}

TEST(WordMachine, IgnoresTheCaseOfAsciiLettersAlone) {
  const WordMachine machine({"[a]", "训练"});
  EXPECT_EQ(found_in(machine, "[A] [a] {a} 训练", 99), (Found{0, 0, 1}));
}

TEST(WordMachine, DoesNotDependOnThePieces) {
  const WordMachine machine({"completed", "", "训练完成", "\n"});
  const std::string text = "All Comple\ncompleted 训练训练完成\n";
  for (const std::size_t piece : {1, 2, 3, 7, 99}) {
    EXPECT_EQ(found_in(machine, text, piece), (Found{3, 0, 2, 3})) << piece;
  }
}

}  // namespace
}  // namespace mutlua
