// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace mutlua {

/// A pattern's match in a text: where it lies, and what its first group captured (without a group:
/// the whole). A group that took no part in the match lies at npos.
struct PatternMatch {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::size_t group_begin = 0;
  std::size_t group_end = 0;
};

/// The start of the line `lines` above the one that holds `offset`.
std::size_t lines_above(std::string_view text, std::size_t offset, int lines);
/// Behind the LF that ends the `lines`-th line from the one that holds `offset` (1: that line), or
/// the end of the text.
std::size_t lines_below(std::string_view text, std::size_t offset, int lines);

/// Why a pattern cannot be used, or an empty text. RE2 has no look-around and no back-references.
std::string pattern_problem(const std::string& pattern);

struct CompiledPattern;

/// One regular expression over a log: case ignored, `^` and `$` at line ends, a match extends over
/// at most kMostLines lines. Making one again of the same text is cheap: each training has its own.
class LogPattern {
 public:
  static constexpr int kMostLines = 4;

  /// Throws Error(usage) if RE2 refuses the pattern.
  explicit LogPattern(const std::string& pattern);
  LogPattern(LogPattern&&) noexcept;
  LogPattern& operator=(LogPattern&&) noexcept;
  ~LogPattern();

  bool has_group() const;

  /// Calls `found` for every match, from left to right, without overlaps, at or behind `from`.
  void each_match(std::string_view text, std::size_t from,
                  const std::function<void(const PatternMatch&)>& found) const;

 private:
  std::optional<PatternMatch> next(std::string_view text, std::size_t from) const;
  std::optional<PatternMatch> first_within(std::string_view text, std::size_t from,
                                           std::size_t end) const;
  std::optional<PatternMatch> match(std::string_view text, std::size_t from, bool anchored) const;

  std::shared_ptr<const CompiledPattern> compiled_;
};

}  // namespace mutlua
