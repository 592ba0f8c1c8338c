// SPDX-License-Identifier: MIT
#include "training/log_pattern.h"

#include <fmt/format.h>
#include <re2/re2.h>

#include <algorithm>
#include <cstring>
#include <mutex>
#include <unordered_map>

#include "base/error.h"
#include "training/literal_filter.h"
#include "training/pattern_literals.h"

namespace mutlua {
namespace {

constexpr std::size_t kLongestPattern = 4096;
constexpr std::size_t kMostKept = 300;  // compiled patterns

RE2::Options options() {
  RE2::Options result;
  result.set_log_errors(false);
  return result;
}

std::string in_log(const std::string& pattern) { return "(?im)" + pattern; }

std::string problem_of(const std::string& pattern, const RE2& expression) {
  if (expression.ok()) return "";
  const bool looks_around = expression.error_code() == RE2::ErrorBadPerlOp;
  return fmt::format("the pattern /{}/ cannot be used: {}{}", pattern, expression.error(),
                     looks_around ? "; RE2 supports no look-ahead and no look-behind" : "");
}

std::size_t line_start(std::string_view text, std::size_t offset) {
  const void* end = offset == 0 ? nullptr : ::memrchr(text.data(), '\n', offset);
  return end == nullptr ? 0
                        : static_cast<std::size_t>(static_cast<const char*>(end) - text.data()) + 1;
}

}  // namespace

struct CompiledPattern {
  explicit CompiledPattern(const std::string& text)
      : expression(in_log(text), options()), problem(problem_of(text, expression)) {}

  /// Absent: every line may match. Found when it is first needed: a catalogue only checks patterns.
  const std::optional<LiteralFilter>& filter() const {
    std::call_once(sought_, [this] { filter_ = literals_of(expression.pattern()); });
    return filter_;
  }

  const RE2 expression;
  const std::string problem;

 private:
  mutable std::once_flag sought_;
  mutable std::optional<LiteralFilter> filter_;
};

namespace {

/// Compiling a pattern takes longer than reading a short log with it, and a study starts the same
/// few models over and over. What is compiled never changes: threads may share it.
std::shared_ptr<const CompiledPattern> compiled(const std::string& pattern) {
  static std::mutex mutex;
  static std::unordered_map<std::string, std::shared_ptr<const CompiledPattern>> known;
  const std::lock_guard lock(mutex);
  if (known.size() >= kMostKept) known.clear();
  auto& found = known[pattern];
  if (!found) found = std::make_shared<const CompiledPattern>(pattern);
  return found;
}

}  // namespace

std::string pattern_problem(const std::string& pattern) {
  if (pattern.empty()) return "the pattern is empty";
  if (pattern.size() > kLongestPattern) {
    return fmt::format("the pattern is longer than {} bytes", kLongestPattern);
  }
  return compiled(pattern)->problem;
}

std::size_t lines_above(std::string_view text, std::size_t offset, int lines) {
  std::size_t start = line_start(text, offset);
  for (; lines > 0 && start > 0; --lines) start = line_start(text, start - 1);
  return start;
}

std::size_t lines_below(std::string_view text, std::size_t offset, int lines) {
  for (; lines > 0; --lines) {
    const std::size_t end = text.find('\n', offset);
    if (end == std::string_view::npos) return text.size();
    offset = end + 1;
  }
  return offset;
}

LogPattern::LogPattern(const std::string& pattern) {
  const std::string problem = pattern_problem(pattern);
  if (!problem.empty()) throw Error(ErrorKind::usage, problem);
  compiled_ = compiled(pattern);
}

LogPattern::LogPattern(LogPattern&&) noexcept = default;
LogPattern& LogPattern::operator=(LogPattern&&) noexcept = default;
LogPattern::~LogPattern() = default;

bool LogPattern::has_group() const { return compiled_->expression.NumberOfCapturingGroups() > 0; }

void LogPattern::each_match(std::string_view text, std::size_t from,
                            const std::function<void(const PatternMatch&)>& found) const {
  while (from < text.size()) {
    const std::optional<PatternMatch> here = next(text, from);
    if (!here) return;
    found(*here);
    from = std::max(here->end, here->begin + 1);
  }
}

/// Looks only around the literals. Where they are frequent but nothing matches, the stretch that is
/// looked at doubles, so that no line is looked at more than a few times.
std::optional<PatternMatch> LogPattern::next(std::string_view text, std::size_t from) const {
  const std::optional<LiteralFilter>& filter = compiled_->filter();
  std::size_t stretch = 0;
  while (from < text.size()) {
    const std::size_t literal = filter ? filter->find(text, from) : from;
    if (literal == LiteralFilter::kNowhere) return std::nullopt;
    const std::size_t begin = std::max(from, lines_above(text, literal, kMostLines - 1));
    const std::size_t least = filter ? std::min(begin + stretch, text.size()) : text.size();
    const std::size_t end = std::max(lines_below(text, literal, kMostLines),
                                     least == 0 ? 0 : lines_below(text, least - 1, 1));
    if (auto here = first_within(text, begin, end)) return here;
    if (end == text.size()) return std::nullopt;
    from = lines_above(text, end, kMostLines - 1);
    stretch = 2 * (end - begin);
  }
  return std::nullopt;
}

std::optional<PatternMatch> LogPattern::first_within(std::string_view text, std::size_t from,
                                                     std::size_t end) const {
  text = text.substr(0, end);
  while (from < end) {
    auto here = match(text, from, false);
    if (!here || here->end <= lines_below(text, here->begin, kMostLines)) return here;
    const std::size_t begin = here->begin;
    here = match(text.substr(0, lines_below(text, begin, kMostLines)), begin, true);
    if (here) return here;
    from = begin + 1;
  }
  return std::nullopt;
}

std::optional<PatternMatch> LogPattern::match(std::string_view text, std::size_t from,
                                              bool anchored) const {
  re2::StringPiece parts[2];
  const int wanted = has_group() ? 2 : 1;
  if (!compiled_->expression.Match({text.data(), text.size()}, from, text.size(),
                                   anchored ? RE2::ANCHOR_START : RE2::UNANCHORED, parts, wanted)) {
    return std::nullopt;
  }
  const auto offset = [&](const char* place) {
    return static_cast<std::size_t>(place - text.data());
  };
  PatternMatch result;
  result.begin = offset(parts[0].data());
  result.end = result.begin + parts[0].size();
  const re2::StringPiece& group = parts[wanted - 1];
  const bool took_part = group.data() != nullptr;
  result.group_begin = took_part ? offset(group.data()) : std::string_view::npos;
  result.group_end = took_part ? result.group_begin + group.size() : std::string_view::npos;
  return result;
}

}  // namespace mutlua
