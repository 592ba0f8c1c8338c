// SPDX-License-Identifier: MIT
#include "simulated/character_class.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <string>

namespace mutlua {
namespace {

void add(CharacterClass& characters, std::string_view all) {
  for (const char each : all) characters.set(static_cast<unsigned char>(each));
}

void add_range(CharacterClass& characters, unsigned first, unsigned last) {
  for (unsigned c = first; c <= last && c < characters.size(); ++c) characters.set(c);
}

CharacterClass digits() {
  CharacterClass characters;
  add_range(characters, '0', '9');
  return characters;
}

CharacterClass letters() {
  CharacterClass characters;
  add_range(characters, 'a', 'z');
  add_range(characters, 'A', 'Z');
  return characters;
}

CharacterClass word() {
  CharacterClass characters = digits() | letters();
  characters.set('_');
  return characters;
}

CharacterClass blanks() {
  CharacterClass characters;
  add(characters, " \t\n\f\r");
  return characters;
}

std::optional<CharacterClass> one(unsigned code) {
  CharacterClass characters;
  if (code < characters.size()) characters.set(code);
  return characters;
}

/// REQUIRES: there is one.
unsigned first_of(const CharacterClass& characters) {
  unsigned code = 0;
  while (!characters.test(code)) ++code;
  return code;
}

/// \x41 or \x{41}; the x is gone.
std::optional<CharacterClass> read_hexadecimal(std::string_view& text) {
  const bool braces = text.starts_with('{');
  const std::size_t end = braces ? text.find('}') : 2;
  if (end == std::string_view::npos || end > text.size()) return std::nullopt;
  const std::string_view number = braces ? text.substr(1, end - 1) : text.substr(0, 2);
  unsigned code = 0;
  const auto read = std::from_chars(number.data(), number.data() + number.size(), code, 16);
  if (read.ec != std::errc{} || read.ptr != number.data() + number.size()) return std::nullopt;
  text.remove_prefix(braces ? end + 1 : 2);
  return one(code);
}

/// [:alpha:] and the like; the '[' is gone.
std::optional<CharacterClass> read_named(std::string_view& text) {
  const std::size_t end = text.find(":]");
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view name = text.substr(1, end - 1);
  text.remove_prefix(end + 2);
  if (name == "alpha") return letters();
  if (name == "digit") return digits();
  if (name == "alnum") return letters() | digits();
  if (name == "space") return blanks();
  if (name == "word") return word();
  return std::nullopt;
}

/// One character or escape of a class. `code`: which character, if it is one that may begin a
/// range; 128: one beyond ASCII.
std::optional<CharacterClass> read_item(std::string_view& text, std::optional<unsigned>& code) {
  code.reset();
  if (text.starts_with('\\')) {
    text.remove_prefix(1);
    const auto characters = read_escape(text);
    if (characters && characters->count() == 1) code = first_of(*characters);
    return characters;
  }
  if (text.starts_with("[:")) {
    text.remove_prefix(1);
    return read_named(text);
  }
  const auto byte = static_cast<unsigned char>(text.front());
  text.remove_prefix(1);
  while (byte >= 0xC0 && !text.empty() &&
         (static_cast<unsigned char>(text.front()) & 0xC0U) == 0x80)
    text.remove_prefix(1);
  code = std::min<unsigned>(byte, 128);
  return one(*code);
}

}  // namespace

std::optional<CharacterClass> read_escape(std::string_view& text) {
  if (text.empty()) return std::nullopt;
  const char letter = text.front();
  text.remove_prefix(1);
  switch (letter) {
    case 'd':
      return digits();
    case 'D':
      return ~digits();
    case 's':
      return blanks();
    case 'S':
      return ~blanks();
    case 'w':
      return word();
    case 'W':
      return ~word();
    case 't':
      return one('\t');
    case 'n':
      return one('\n');
    case 'r':
      return one('\r');
    case 'f':
      return one('\f');
    case 'v':
      return one('\v');
    case 'a':
      return one('\a');
    case 'x':
      return read_hexadecimal(text);
    default:
      if (std::isalnum(static_cast<unsigned char>(letter)) != 0) return std::nullopt;
      return one(static_cast<unsigned char>(letter));
  }
}

std::optional<CharacterClass> read_class(std::string_view& text) {
  const bool negated = text.starts_with('^');
  if (negated) text.remove_prefix(1);
  CharacterClass all;
  for (bool first = true; first || !text.starts_with(']'); first = false) {
    if (text.empty()) return std::nullopt;
    std::optional<unsigned> from;
    const auto item = read_item(text, from);
    if (!item) return std::nullopt;
    all |= *item;
    const bool range = from && text.size() > 1 && text[0] == '-' && text[1] != ']';
    if (!range) continue;
    text.remove_prefix(1);
    std::optional<unsigned> to;
    if (!read_item(text, to) || !to) return std::nullopt;
    add_range(all, *from, *to);
  }
  text.remove_prefix(1);
  return negated ? ~all : all;
}

std::optional<char> chosen_character(const CharacterClass& characters) {
  const std::string_view best = " :=1aA-_.,;/'\"()[]{}|";
  for (const char each : best) {
    if (characters.test(static_cast<unsigned char>(each))) return each;
  }
  for (unsigned c = ' '; c < 127; ++c) {
    if (characters.test(c)) return static_cast<char>(c);
  }
  for (const char each : std::string_view("\t\n")) {
    if (characters.test(static_cast<unsigned char>(each))) return each;
  }
  return std::nullopt;
}

}  // namespace mutlua
