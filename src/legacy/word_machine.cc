// SPDX-License-Identifier: MIT
#include "legacy/word_machine.h"

#include <deque>

namespace mutlua {
namespace {

constexpr bool is_small_letter(char c) { return c >= 'a' && c <= 'z'; }

}  // namespace

WordMachine::WordMachine(const std::vector<std::string>& words) {
  const std::size_t kinds = number_the_bytes(words);
  shift_ = static_cast<int>(std::bit_width(kinds - 1));
  add_state();
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (!words[i].empty()) plant(words[i], i);
  }
  work_in_failures(kinds);
}

/// Few kinds of bytes make short rows, which stay in the cache.
std::size_t WordMachine::number_the_bytes(const std::vector<std::string>& words) {
  std::size_t kinds = 1;
  for (const std::string& word : words) {
    for (const char c : word) {
      std::uint8_t& kind = kind_[static_cast<unsigned char>(c)];
      if (kind != 0) continue;
      kind = static_cast<std::uint8_t>(kinds++);
      if (is_small_letter(c)) kind_[static_cast<unsigned char>(c - 'a' + 'A')] = kind;
    }
  }
  return kinds;
}

std::size_t WordMachine::add_state() {
  next_.resize(next_.size() + (std::size_t{1} << shift_), 0);
  ends_.push_back(0);
  return ends_.size() - 1;
}

void WordMachine::plant(const std::string& word, std::size_t number) {
  std::size_t state = 0;
  for (const char c : word) {
    const std::size_t place = (state << shift_) + kind_[static_cast<unsigned char>(c)];
    if (next_[place] == 0) {
      const std::size_t added = add_state();
      next_[place] = static_cast<std::uint16_t>(added);
    }
    state = next_[place];
  }
  ends_[state] |= std::uint64_t{1} << number;
}

/// Nearest the root first: the longest suffix that is a state has been worked in before.
void WordMachine::work_in_failures(std::size_t kinds) {
  std::vector<std::size_t> failure(ends_.size(), 0);
  std::deque<std::size_t> states{0};
  while (!states.empty()) {
    const std::size_t state = states.front();
    states.pop_front();
    ends_[state] |= ends_[failure[state]];
    for (std::size_t kind = 0; kind < kinds; ++kind) {
      std::uint16_t& next = next_[(state << shift_) + kind];
      const std::uint16_t other =
          state == 0 ? std::uint16_t{0} : next_[(failure[state] << shift_) + kind];
      if (next == 0) {
        next = other;
      } else {
        failure[next] = other;
        states.push_back(next);
      }
    }
  }
}

}  // namespace mutlua
