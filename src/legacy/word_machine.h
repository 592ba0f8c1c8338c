// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace mutlua {

/// Finds all occurrences of some words in a text that comes in pieces of any size, in one pass and
/// without keeping any of it. The case of ASCII letters is ignored.
///
/// Source: Aho and Corasick, "Efficient string matching", CACM 18 (1975) 6, with the failure
/// function worked into the transitions.
class WordMachine {
 public:
  static constexpr std::size_t kMostWords = 64;

  /// `words` in lower case; an empty one is never found.
  /// REQUIRES: there are at most kMostWords.
  explicit WordMachine(const std::vector<std::string>& words);

  /// Calls found(word) with the place in the list of each word that ends here, in the order of the
  /// text; for words that end at one place in the order of the list.
  template <typename Found>
  void read(std::string_view text, const Found& found) {
    std::size_t state = state_;
    for (const char c : text) {
      state = next_[(state << shift_) + kind_[static_cast<unsigned char>(c)]];
      for (std::uint64_t left = ends_[state]; left != 0; left &= left - 1) {
        found(static_cast<std::size_t>(std::countr_zero(left)));
      }
    }
    state_ = state;
  }

 private:
  std::size_t number_the_bytes(const std::vector<std::string>& words);
  void plant(const std::string& word, std::size_t number);
  void work_in_failures(std::size_t kinds);
  std::size_t add_state();

  std::array<std::uint8_t, 256> kind_{};  // of a byte; 0: in no word
  int shift_ = 0;                         // a row of next_ has 1 << shift_ kinds
  std::vector<std::uint16_t> next_;       // by state and kind
  std::vector<std::uint64_t> ends_;       // by state: the words that end there
  std::size_t state_ = 0;
};

}  // namespace mutlua
