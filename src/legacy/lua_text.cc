// SPDX-License-Identifier: MIT
#include "legacy/lua_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>

#include "legacy/utf8.h"

namespace mutlua {
namespace {

constexpr int kWidth = 100;

constexpr std::array<std::string_view, 22> kReserved = {
    "and",      "break",  "do",   "else", "elseif", "end",  "false", "for",
    "function", "goto",   "if",   "in",   "local",  "nil",  "not",   "or",
    "repeat",   "return", "then", "true", "until",  "while"};

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }

bool is_identifier(std::string_view name) {
  const bool reserved = std::find(kReserved.begin(), kReserved.end(), name) != kReserved.end();
  return !name.empty() && is_letter(name.front()) && !reserved &&
         std::all_of(name.begin(), name.end(),
                     [](char c) { return is_letter(c) || (c >= '0' && c <= '9'); });
}

/// Three digits always: a digit that follows stays a character of its own.
void append_escaped(std::string& out, std::string_view bytes) {
  for (const char c : bytes) out += fmt::format("\\{:03}", static_cast<unsigned char>(c));
}

void append_character(std::string& out, const Character& character, std::string_view bytes) {
  if (!character.printable) {
    append_escaped(out, bytes);
  } else {
    if (character.code == '"' || character.code == '\\') out += '\\';
    out += bytes;
  }
}

/// Words in which nothing is left that could end a comment or show as something else.
std::vector<std::string> harmless_words(std::string_view text) {
  std::vector<std::string> words(1);
  while (!text.empty()) {
    const Character character = first_character(text);
    if (character.code <= ' ' || character.code == 0x7F) {
      if (!words.back().empty()) words.emplace_back();
    } else if (character.printable) {
      words.back() += text.substr(0, character.length);
    } else {
      words.back() += "\xEF\xBF\xBD";
    }
    text.remove_prefix(character.length);
  }
  if (words.back().empty()) words.pop_back();
  return words;
}

/// As many characters as fit into the columns, at least one.
std::size_t fitting(std::string_view word, int most) {
  std::size_t bytes = 0;
  for (int taken = 0; bytes < word.size();) {
    const Character character = first_character(word.substr(bytes));
    taken += character.columns;
    if (taken > most && bytes > 0) break;
    bytes += character.length;
  }
  return bytes;
}

}  // namespace

std::string lua_string(std::string_view bytes) {
  std::string out = "\"";
  while (!bytes.empty()) {
    const Character character = first_character(bytes);
    append_character(out, character, bytes.substr(0, character.length));
    bytes.remove_prefix(character.length);
  }
  return out + '"';
}

std::string lua_key(std::string_view name) {
  return is_identifier(name) ? std::string(name) : "[" + lua_string(name) + "]";
}

std::string lua_number(const Json& value) {
  if (value.is_boolean()) return value.get<bool>() ? "true" : "false";
  return value.is_number_float() ? fmt::format("{}", value.get<double>()) : value.dump();
}

std::string lua_comment(std::string_view text, int indent) {
  const std::string start = std::string(static_cast<std::size_t>(indent), ' ') + "--";
  const int room = std::max(kWidth - indent - 3, 20);
  std::string lines;
  int used = room + 1;
  for (std::string word : harmless_words(text)) {
    // An option for the linter is for those who write scripts.
    if (word.starts_with("luacheck:")) word.insert(0, "'");
    while (!word.empty()) {
      const bool fits = used + 1 + columns(word) <= room;
      if (!fits) {
        lines += lines.empty() ? start : "\n" + start;
        used = -1;
      }
      const std::string piece = word.substr(0, fitting(word, room));
      lines += " " + piece;
      used += 1 + columns(piece);
      word.erase(0, piece.size());
    }
  }
  return lines.empty() ? lines : lines + "\n";
}

int columns(std::string_view text) {
  int sum = 0;
  while (!text.empty()) {
    const Character character = first_character(text);
    sum += character.columns;
    text.remove_prefix(character.length);
  }
  return sum;
}

}  // namespace mutlua
