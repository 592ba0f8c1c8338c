// SPDX-License-Identifier: MIT
#include "legacy/python_pattern.h"

#include <cstddef>

namespace mutlua {
namespace {

constexpr const char* kBlanks =
    R"(\t-\r\x{1c}-\x{20}\x{85}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000})";

std::string escaped(char c, bool within_class) {
  if (c == 's') return within_class ? kBlanks : std::string("[") + kBlanks + "]";
  if (c == 'S' && !within_class) return std::string("[^") + kBlanks + "]";
  if (c == 'Z') return "\\z";
  return {'\\', c};
}

/// Behind the beginning of a class: a ']' that stands first belongs to it.
std::size_t class_begins(const std::string& pattern, std::size_t at) {
  if (pattern[++at] == '^') ++at;
  return pattern[at] == ']' ? at + 1 : at;
}

}  // namespace

std::string python_pattern(const std::string& pattern) {
  std::string result = "(?i)";
  bool within_class = false;
  for (std::size_t i = 0; i < pattern.size();) {
    const char c = pattern[i];
    if (c == '\\' && i + 1 < pattern.size()) {
      result += escaped(pattern[i + 1], within_class);
      i += 2;
    } else if (c == '[' && !within_class) {
      const std::size_t inside = class_begins(pattern, i);
      result.append(pattern, i, inside - i);
      within_class = true;
      i = inside;
    } else {
      if (c == ']') within_class = false;
      result += c == '$' && !within_class ? "(?:\\n?\\z)" : std::string(1, c);
      ++i;
    }
  }
  return result;
}

}  // namespace mutlua
