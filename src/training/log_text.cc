// SPDX-License-Identifier: MIT
#include "training/log_text.h"

#include <algorithm>
#include <cstdint>
#include <cstring>

namespace mutlua {
namespace {

/// Eight bytes at once; a word is special if a byte of it is CR or not ASCII.
bool any_special(const char* bytes) {
  constexpr std::uint64_t kOnes = 0x0101010101010101u;
  std::uint64_t word = 0;
  std::memcpy(&word, bytes, sizeof word);
  const std::uint64_t returns = word ^ (kOnes * '\r');
  return ((word | ((returns - kOnes) & ~returns)) & (kOnes * 0x80)) != 0;
}

bool is_special(char c) { return c == '\r' || static_cast<unsigned char>(c) >= 0x80; }

std::size_t plain_prefix(std::string_view bytes) {
  std::size_t i = 0;
  while (i + 8 <= bytes.size() && !any_special(bytes.data() + i)) i += 8;
  while (i < bytes.size() && !is_special(bytes[i])) ++i;
  return i;
}

}  // namespace

void LogText::decode(std::string_view bytes, std::string& out) {
  while (!bytes.empty()) {
    const std::size_t plain = missing_ > 0 ? 0 : plain_prefix(bytes);
    if (plain > 0) append_plain(bytes.substr(0, plain), out);
    bytes.remove_prefix(plain);
    if (bytes.empty()) return;
    take_special(static_cast<unsigned char>(bytes.front()), out);
    bytes.remove_prefix(1);
  }
}

/// ASCII without CR, in pieces no longer than a line may be: only a piece's first line can be too
/// long, as it continues an older one.
void LogText::append_plain(std::string_view run, std::string& out) {
  if (after_return_ && run.front() == '\n') run.remove_prefix(1);
  after_return_ = false;
  while (!run.empty()) {
    const std::string_view piece = run.substr(0, longest_line_);
    run.remove_prefix(piece.size());
    const std::size_t first = std::min(piece.find('\n'), piece.size());
    append_within_line(piece.substr(0, first), out);
    if (first == piece.size()) continue;
    out.append(piece.substr(first));
    line_ = piece.size() - piece.rfind('\n') - 1;
  }
}

void LogText::append_within_line(std::string_view text, std::string& out) {
  out.append(text.substr(0, longest_line_ - std::min(line_, longest_line_)));
  line_ += text.size();
}

void LogText::end_line(std::string& out) {
  out += '\n';
  line_ = 0;
}

/// CR, a byte that is not ASCII, or any byte while a character is open.
void LogText::take_special(unsigned char byte, std::string& out) {
  if (missing_ > 0 && (byte < lowest_ || byte > highest_)) {
    missing_ = 0;  // the character breaks off: it is left out, and this byte begins anew
    decode(std::string_view(reinterpret_cast<const char*>(&byte), 1), out);
    return;
  }
  if (missing_ == 0) {
    begin_character(byte, out);
    return;
  }
  character_ += static_cast<char>(byte);
  lowest_ = 0x80;
  highest_ = 0xBF;
  if (--missing_ > 0) return;
  if (line_ + character_.size() <= longest_line_) {
    out += character_;
    line_ += character_.size();
  } else {
    line_ = longest_line_;
  }
}

/// Source of the ranges: The Unicode Standard, table 3-7 (well-formed UTF-8 byte sequences).
void LogText::begin_character(unsigned char byte, std::string& out) {
  after_return_ = byte == '\r';
  if (byte == '\r') return end_line(out);
  if (byte < 0xC2 || byte > 0xF4) return;
  missing_ = byte < 0xE0 ? 1 : byte < 0xF0 ? 2 : 3;
  lowest_ = byte == 0xE0 ? 0xA0 : byte == 0xF0 ? 0x90 : 0x80;
  highest_ = byte == 0xED ? 0x9F : byte == 0xF4 ? 0x8F : 0xBF;
  character_.assign(1, static_cast<char>(byte));
}

}  // namespace mutlua
