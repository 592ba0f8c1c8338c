// SPDX-License-Identifier: MIT
#include "legacy/log_verdict.h"

#include <algorithm>
#include <iterator>
#include <vector>

#include "legacy/word_machine.h"

namespace mutlua {
namespace {

constexpr std::uint64_t kSmallLog = 1000;
constexpr std::size_t kBlock = 16 << 10;

/// One of the old tool's patterns, and the texts that it asks for on one line, in lower case.
struct Rule {
  const char* pattern;
  const char* text;
  const char* later = "";      ///< must follow, if not empty
  const char* not_later = "";  ///< must not follow, if not empty
};

constexpr Rule kRules[] = {
    {"Training completed successfully", "training completed successfully"},
    {"训练完成", "训练完成"},
    {"训练成功完成", "训练成功完成"},
    {"\\[SUCCESS\\]", "[success]"},
    {"✓.*训练成功", "✓", "训练成功"},
    {"Evaluation completed", "evaluation completed"},
    {"All.*completed", "all", "completed"},
    {"Rank@1:", "rank@1:"},
    {"mAP:", "map:"},
    {"CUDA out of memory", "cuda out of memory"},
    {"RuntimeError:(?!.*DeprecationWarning).*", "runtimeerror:", "", "deprecationwarning"},
    {"AssertionError", "assertionerror"},
    {"FileNotFoundError", "filenotfounderror"},
    {"KeyboardInterrupt", "keyboardinterrupt"},
    {"Training.*FAILED", "training", "failed"},
    {"Fatal error:", "fatal error:"},
    {"致命错误:", "致命错误:"},
};
constexpr std::size_t kSuccesses = 9;  // that many of them, then errors

/// One of these lies on every line that fulfils a rule: where a block of lines has none, there is
/// nothing to find, and looking for them is several times faster.
constexpr const char* kHints[] = {"error",     "completed", "failed", "out of memory",
                                  "interrupt", "rank@1:",   "map:",   "[success]",
                                  "训练",      "致命错误:"};

/// Three words for each rule, and the line's end.
constexpr std::size_t kLineEnd = 3 * std::size(kRules);

std::vector<std::string> words() {
  std::vector<std::string> result;
  for (const Rule& rule : kRules) {
    result.insert(result.end(), {rule.text, rule.later, rule.not_later});
  }
  result.push_back("\n");
  return result;
}

}  // namespace

/// What has been found, and what the present line has begun.
struct LegacyVerdictReader::Lines {
  void read(std::string_view text) {
    machine.read(text, [this](std::size_t word) { take(word); });
  }

  void take(std::size_t word) {
    if (word == kLineEnd) return end_line();
    const std::size_t number = word / 3;
    const std::uint64_t bit = std::uint64_t{1} << number;
    const Rule& rule = kRules[number];
    if (word % 3 == 2) {
      begun &= ~bit;
    } else if (word % 3 == 1) {
      found |= begun & bit;
    } else if (*rule.later == '\0' && *rule.not_later == '\0') {
      found |= bit;
    } else {
      begun |= bit;
    }
  }

  /// What only had to stay without a later text is fulfilled now.
  void end_line() {
    for (std::size_t i = 0; i < std::size(kRules); ++i) {
      if (*kRules[i].not_later != '\0') found |= begun & (std::uint64_t{1} << i);
    }
    begun = 0;
  }

  std::optional<std::string> first_found(std::size_t from, std::size_t end) const {
    for (std::size_t i = from; i < end; ++i) {
      if ((found >> i & 1) != 0) return kRules[i].pattern;
    }
    return std::nullopt;
  }

  WordMachine machine{words()};
  std::uint64_t begun = 0;  // a bit for each rule
  std::uint64_t found = 0;
};

LegacyVerdictReader::LegacyVerdictReader()
    : hints_({std::begin(kHints), std::end(kHints)}), lines_(std::make_unique<Lines>()) {}
LegacyVerdictReader::LegacyVerdictReader(LegacyVerdictReader&&) noexcept = default;
LegacyVerdictReader& LegacyVerdictReader::operator=(LegacyVerdictReader&&) noexcept = default;
LegacyVerdictReader::~LegacyVerdictReader() = default;

/// Whole lines are read only in blocks that hold a hint. What is not a whole line is read always.
void LegacyVerdictReader::read(std::string_view text) {
  while (!text.empty()) {
    const std::size_t last = text.substr(0, kBlock).rfind('\n');
    const bool whole = !within_line_ && last != std::string_view::npos;
    const std::size_t first = std::min(text.find('\n'), text.size() - 1);
    const std::string_view block = text.substr(0, (whole ? last : first) + 1);
    if (!whole || hints_.find(block, 0) != LiteralFilter::kNowhere) lines_->read(block);
    within_line_ = block.back() != '\n';
    text.remove_prefix(block.size());
  }
}

LegacyVerdict LegacyVerdictReader::finish(std::uint64_t bytes) {
  lines_->end_line();
  if (word_of_success()) return {true, "Training completed successfully"};
  if (const auto error = word_of_error()) return {false, "Error pattern found: " + *error};
  if (bytes < kSmallLog) return {false, "Log file too small, training likely failed"};
  return {true, "No errors detected"};
}

std::optional<std::string> LegacyVerdictReader::word_of_success() const {
  return lines_->first_found(0, kSuccesses);
}

std::optional<std::string> LegacyVerdictReader::word_of_error() const {
  return lines_->first_found(kSuccesses, std::size(kRules));
}

}  // namespace mutlua
