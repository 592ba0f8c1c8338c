// SPDX-License-Identifier: MIT
#include "training/literal_filter.h"

#include <algorithm>
#include <cstdint>
#include <cstring>

namespace mutlua {
namespace {

constexpr std::size_t kWide = 16;
using Bytes = std::uint8_t __attribute__((vector_size(kWide)));  // GCC and Clang, any processor
using Words = std::uint64_t __attribute__((vector_size(kWide)));

bool is_letter(char c) { return c >= 'a' && c <= 'z'; }

/// 0x20 for a letter: OR-ed with it, both cases become the lower one.
std::uint8_t case_bit(char lower) { return is_letter(lower) ? 0x20 : 0; }

bool equal(const char* text, const std::string& literal) {
  for (std::size_t i = 0; i < literal.size(); ++i) {
    if ((text[i] | case_bit(literal[i])) != literal[i]) return false;
  }
  return true;
}

Bytes load(const char* text) {
  Bytes bytes;
  std::memcpy(&bytes, text, sizeof bytes);
  return bytes;
}

/// Whether the literal may begin in the 16 bytes at `text`: its first and last character fit.
struct Ends {
  explicit Ends(const std::string& literal)
      : first(Bytes{} + static_cast<std::uint8_t>(literal.front())),
        last(Bytes{} + static_cast<std::uint8_t>(literal.back())),
        first_case(Bytes{} + case_bit(literal.front())),
        last_case(Bytes{} + case_bit(literal.back())),
        reach(literal.size() - 1) {}

  bool may_begin(const char* text) const {
    const auto fits = reinterpret_cast<Words>(((load(text) | first_case) == first) &
                                              ((load(text + reach) | last_case) == last));
    return (fits[0] | fits[1]) != 0;
  }

  Bytes first, last, first_case, last_case;
  std::size_t reach;
};

std::size_t find_one(std::string_view text, std::size_t from, const std::string& literal) {
  if (text.size() < literal.size()) return LiteralFilter::kNowhere;
  const std::size_t starts = text.size() - literal.size() + 1;  // where it may begin: below this
  const Ends ends(literal);
  std::size_t i = from;
  while (i < starts) {
    const bool wide = i + kWide <= starts;
    if (wide && !ends.may_begin(text.data() + i)) {
      i += kWide;
      continue;
    }
    const std::size_t until = wide ? i + kWide : starts;
    for (; i < until; ++i) {
      if (equal(text.data() + i, literal)) return i;
    }
  }
  return LiteralFilter::kNowhere;
}

}  // namespace

std::size_t LiteralFilter::find(std::string_view text, std::size_t from) const {
  std::size_t first = kNowhere;
  for (const std::string& literal : literals_) {
    const std::size_t enough = first == kNowhere ? text.size() : first + literal.size() - 1;
    first = std::min(first, find_one(text.substr(0, enough), from, literal));
  }
  return first;
}

}  // namespace mutlua
