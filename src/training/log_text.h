// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace mutlua {

/// Turns the bytes of a log into text, piece by piece: valid UTF-8 whose lines end with LF.
///
/// CR LF and a lone CR become LF. Bytes that are not UTF-8 are left out, and so is what a line has
/// beyond its longest length in bytes. The pieces do not matter, only the bytes.
class LogText {
 public:
  static constexpr std::size_t kLongestLine = 64 << 10;
  static constexpr std::size_t kAnyLength = ~std::size_t{0};

  explicit LogText(std::size_t longest_line = kLongestLine) : longest_line_(longest_line) {}

  /// Appends the text of the next bytes to `out`. Bytes of a character whose end has not come yet
  /// wait for the next call.
  void decode(std::string_view bytes, std::string& out);

 private:
  void append_plain(std::string_view run, std::string& out);
  void append_within_line(std::string_view text, std::string& out);
  void end_line(std::string& out);
  void take_special(unsigned char byte, std::string& out);
  void begin_character(unsigned char byte, std::string& out);

  std::size_t longest_line_;
  std::size_t line_ = 0;
  bool after_return_ = false;
  std::string character_;        // its bytes so far
  std::size_t missing_ = 0;      // how many more it needs
  unsigned char lowest_ = 0x80;  // of the next one: excludes overlong forms and surrogates
  unsigned char highest_ = 0xBF;
};

}  // namespace mutlua
