// SPDX-License-Identifier: MIT
#include "script/utf8.h"

#include <array>
#include <cstddef>

namespace mutlua {
namespace {

/// One row of table 3-7: which first bytes, which second bytes, and how long the sequence is.
struct Row {
  unsigned char first_low, first_high, second_low, second_high;
  std::size_t length;
};

constexpr std::array<Row, 9> kRows = {{{0x00, 0x7F, 0x00, 0x00, 1},
                                       {0xC2, 0xDF, 0x80, 0xBF, 2},
                                       {0xE0, 0xE0, 0xA0, 0xBF, 3},
                                       {0xE1, 0xEC, 0x80, 0xBF, 3},
                                       {0xED, 0xED, 0x80, 0x9F, 3},
                                       {0xEE, 0xEF, 0x80, 0xBF, 3},
                                       {0xF0, 0xF0, 0x90, 0xBF, 4},
                                       {0xF1, 0xF3, 0x80, 0xBF, 4},
                                       {0xF4, 0xF4, 0x80, 0x8F, 4}}};

bool between(unsigned char byte, unsigned char low, unsigned char high) {
  return low <= byte && byte <= high;
}

bool matches(const Row& row, std::string_view bytes) {
  const auto at = [&](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
  if (!between(at(0), row.first_low, row.first_high) || bytes.size() < row.length) return false;
  if (row.length > 1 && !between(at(1), row.second_low, row.second_high)) return false;
  for (std::size_t i = 2; i < row.length; ++i) {
    if (!between(at(i), 0x80, 0xBF)) return false;
  }
  return true;
}

/// Bytes of the character that the text starts with; 0 if it starts with none.
std::size_t character_length(std::string_view bytes) {
  for (const Row& row : kRows) {
    if (matches(row, bytes)) return row.length;
  }
  return 0;
}

}  // namespace

bool is_utf8(std::string_view bytes) {
  while (!bytes.empty()) {
    const std::size_t length = character_length(bytes);
    if (length == 0) return false;
    bytes.remove_prefix(length);
  }
  return true;
}

}  // namespace mutlua
