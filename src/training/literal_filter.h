// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace mutlua {

/// Finds where any of a few literals occurs, ignoring the case of ASCII letters, at several GB/s:
/// regular expressions are then tried only there.
class LiteralFilter {
 public:
  static constexpr std::size_t kNowhere = std::string_view::npos;

  LiteralFilter() = default;
  /// `literals` in lower case, none empty.
  explicit LiteralFilter(std::vector<std::string> literals) : literals_(std::move(literals)) {}

  /// The start of the first occurrence in text at or behind `from`; kNowhere if there is none.
  std::size_t find(std::string_view text, std::size_t from) const;

 private:
  std::size_t find_before(std::string_view text, std::size_t from, std::size_t end) const;

  std::vector<std::string> literals_;
};

}  // namespace mutlua
