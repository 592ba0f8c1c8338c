// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace mutlua {

/// The first character of a text, as a script may hold it.
struct Character {
  char32_t code = 0;       ///< of a byte that is no UTF-8: U+FFFD
  std::size_t length = 1;  ///< in bytes
  bool printable = false;  ///< visible and of no effect on what stands around it
  int columns = 1;         ///< on a screen
};

/// REQUIRES: the text is not empty.
Character first_character(std::string_view text);

/// The text with every byte that is no UTF-8 replaced by U+FFFD.
std::string valid_utf8(std::string_view text);

}  // namespace mutlua
