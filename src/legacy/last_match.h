// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "training/literal_filter.h"

namespace re2 {
class RE2;
}

namespace mutlua {

/// The last of all matches of a pattern that Python's re.findall would give with IGNORECASE over a
/// whole text, of which only a stretch is held at a time. A match may be kLongest bytes long. Of a
/// pattern that names a word, it begins on the word's line or at most kLongestLead bytes before.
class LastMatch {
 public:
  static constexpr std::size_t kLongest = 16 << 10;
  static constexpr std::size_t kLongestLead = 128;

  /// Throws Error(usage) for a pattern that RE2 refuses.
  explicit LastMatch(const std::string& pattern);
  LastMatch(LastMatch&&) noexcept;
  LastMatch& operator=(LastMatch&&) noexcept;
  ~LastMatch();

  /// Looks through the stretch that is held. At most its last kLongest bytes stay undecided, unless
  /// it is the text's end.
  void search(std::string_view held, bool is_end);
  /// From where on `held` is needed still. One byte before it, if there is any, must stay too.
  std::size_t from() const { return from_; }
  /// So many bytes are taken off the front of what is held.
  void forget(std::size_t bytes) { from_ -= bytes; }

  /// What the first group captured (without a group: the whole match); empty if it took no part.
  const std::optional<std::string>& captured() const { return captured_; }

 private:
  std::unique_ptr<re2::RE2> expression_;
  std::optional<LiteralFilter> filter_;  // absent: a match may begin anywhere
  std::size_t from_ = 0;
  std::optional<std::string> captured_;
};

}  // namespace mutlua
