// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>

namespace mutlua {

/// A text that a regular expression matches, cut where its first group has a number.
struct MatchingText {
  std::string before;
  std::string after;
  bool has_group = false;  ///< else `before` is all of it
};

/// Writes a text for an expression in RE2's syntax: literals, classes, escapes, groups,
/// alternations, quantifiers. Of what is optional nothing is written, of alternatives the one with
/// the first group, else the first. Absent where it does not know how (\p{...}, \Q, classes
/// without a character of ASCII): a proposal, to be tried with the real reader.
std::optional<MatchingText> matching_text(const std::string& expression);

}  // namespace mutlua
