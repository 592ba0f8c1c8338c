// SPDX-License-Identifier: MIT
#include "legacy/log_verdict.h"

#include <gtest/gtest.h>

namespace mutlua {
namespace {

/// A log of harmless lines that fill more than a block, with these words in their midst.
std::string log_with(const std::string& words) {
  std::string lines;
  for (int i = 0; i < 400; ++i) lines += "epoch " + std::to_string(i) + " loss 0.5\n";
  return lines + words + lines;
}

LegacyVerdict verdict_on(const std::string& log, std::size_t piece = ~std::size_t{0}) {
  LegacyVerdictReader reader;
  for (std::size_t i = 0; i < log.size(); i += std::min(piece, log.size())) {
    reader.read(std::string_view(log).substr(i, piece));
  }
  return reader.finish(log.size());
}

const std::string kSuccess = "Training completed successfully";
const std::string kNone = "No errors detected";

std::string message_on(const std::string& words) { return verdict_on(log_with(words)).message; }

TEST(LegacyVerdict, IsSuccessForEveryWordOfSuccess) {
  for (const char* words :
       {"training COMPLETED successfully", "训练完成", "训练成功完成", "[Success]", "✓ 训练成功",
        "Evaluation completed", "all 5 folds were completed", "Rank@1:0.9", "mAP: 0.7"}) {
    EXPECT_EQ(message_on(words), kSuccess) << words;
    EXPECT_TRUE(verdict_on(log_with(words)).success);
  }
}

TEST(LegacyVerdict, IsFailureForEveryWordOfError) {
  const std::pair<const char*, const char*> kErrors[] = {
      {"cuda OUT of memory", "CUDA out of memory"},
      {"RuntimeError: no", "RuntimeError:(?!.*DeprecationWarning).*"},
      {"AssertionError", "AssertionError"},
      {"FileNotFoundError: x", "FileNotFoundError"},
      {"KeyboardInterrupt", "KeyboardInterrupt"},
      {"Training has FAILED", "Training.*FAILED"},
      {"Fatal error: x", "Fatal error:"},
      {"致命错误: x", "致命错误:"}};
  for (const auto& [words, pattern] : kErrors) {
    const LegacyVerdict verdict = verdict_on(log_with(words));
    EXPECT_EQ(verdict.message, std::string("Error pattern found: ") + pattern);
    EXPECT_FALSE(verdict.success);
  }
}

TEST(LegacyVerdict, PrefersSuccessToErrorsAndTheErrorThatIsFirstInItsList) {
  EXPECT_EQ(message_on("AssertionError\nmAP: 0.1\nKeyboardInterrupt\n"), kSuccess);
  EXPECT_EQ(message_on("KeyboardInterrupt\nAssertionError\n"),
            "Error pattern found: AssertionError");
}

TEST(LegacyVerdict, LooksForTwoWordsOnOneLineInTheirOrder) {
  EXPECT_EQ(message_on("all\ncompleted"), kNone);
  EXPECT_EQ(message_on("completed all"), kNone);
  EXPECT_EQ(message_on("allcompleted"), kSuccess);
  EXPECT_EQ(message_on("all " + std::string(1 << 20, '.') + " completed"), kSuccess);
  EXPECT_EQ(message_on("FAILED training\n训练成功 ✓"), kNone);
}

TEST(LegacyVerdict, ForgivesARuntimeErrorThatADeprecationWarningFollowsOnItsLine) {
  const std::string forgiven = "RuntimeError: see DeprecationWarning";
  EXPECT_EQ(message_on(forgiven), kNone);
  const std::string error = "Error pattern found: RuntimeError:(?!.*DeprecationWarning).*";
  EXPECT_EQ(message_on(forgiven + " RuntimeError:"), error);
  EXPECT_EQ(message_on("DeprecationWarning RuntimeError: x"), error);
  EXPECT_EQ(message_on("RuntimeError: x\nDeprecationWarning"), error);
  EXPECT_EQ(verdict_on("RuntimeError: at the very end").message, error);
}

TEST(LegacyVerdict, TakesASmallLogWithoutAWordForFailure) {
  EXPECT_EQ(verdict_on(std::string(999, 'x')).message,
            "Log file too small, training likely failed");
  EXPECT_FALSE(verdict_on("").success);
  EXPECT_EQ(verdict_on(std::string(1000, 'x')).message, kNone);
  EXPECT_EQ(verdict_on("mAP: 1").message, kSuccess);
}

TEST(LegacyVerdict, DoesNotDependOnThePieces) {
  for (const char* words : {"all were completed", "✓ 训练成功", "RuntimeError: DeprecationWarning",
                            "RuntimeError:\n", "\n\nTraining x FAILED\n"}) {
    const std::string log = log_with(words);
    for (const std::size_t piece : {1, 3, 4096, 5000}) {
      EXPECT_EQ(verdict_on(log, piece).message, verdict_on(log).message) << words << piece;
    }
  }
}

TEST(LegacyVerdict, TellsOfErrorsBesideAWordOfSuccess) {
  LegacyVerdictReader reader;
  reader.read("AssertionError\nRank@1: 0.5\n");
  reader.finish(27);
  EXPECT_EQ(reader.word_of_success(), "Rank@1:");
  EXPECT_EQ(reader.word_of_error(), "AssertionError");
}

}  // namespace
}  // namespace mutlua
