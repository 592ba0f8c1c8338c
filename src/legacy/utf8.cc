// SPDX-License-Identifier: MIT
#include "legacy/utf8.h"

#include <algorithm>
#include <array>
#include <utility>

namespace mutlua {
namespace {

constexpr char32_t kReplacement = 0xFFFD;
constexpr Character kNoCharacter{.code = kReplacement, .length = 1, .printable = false};

/// Characters that show nothing, or that change how others are shown: controls, marks of writing
/// direction, line separators, tags. Source: Unicode 15, general categories Cc, Cf, Zl, Zp.
constexpr std::array<std::pair<char32_t, char32_t>, 13> kUnprintable = {{{0x00, 0x1F},
                                                                         {0x7F, 0x9F},
                                                                         {0xAD, 0xAD},
                                                                         {0x600, 0x605},
                                                                         {0x61C, 0x61C},
                                                                         {0x180E, 0x180E},
                                                                         {0x200B, 0x200F},
                                                                         {0x2028, 0x202E},
                                                                         {0x2060, 0x206F},
                                                                         {0xFEFF, 0xFEFF},
                                                                         {0xFFF0, 0xFFFB},
                                                                         {0xFFFE, 0xFFFF},
                                                                         {0xE0000, 0xE0FFF}}};

bool is_printable(char32_t code) {
  return std::none_of(kUnprintable.begin(), kUnprintable.end(), [&](const auto& range) {
    return range.first <= code && code <= range.second;
  });
}

/// Bytes of the sequence that begins with this one, and the bits that it holds; 0 if none does.
std::pair<std::size_t, char32_t> opening(unsigned char byte) {
  if (byte < 0x80) return {1, byte};
  if (byte >= 0xC2 && byte <= 0xDF) return {2, byte & 0x1FU};
  if (byte >= 0xE0 && byte <= 0xEF) return {3, byte & 0x0FU};
  if (byte >= 0xF0 && byte <= 0xF4) return {4, byte & 0x07U};
  return {0, 0};
}

bool is_scalar(char32_t code, std::size_t length) {
  constexpr std::array<char32_t, 5> least = {0, 0, 0x80, 0x800, 0x10000};
  const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
  return code >= least[length] && code <= 0x10FFFF && !surrogate;
}

}  // namespace

Character first_character(std::string_view text) {
  auto [length, code] = opening(static_cast<unsigned char>(text.front()));
  if (length == 0 || length > text.size()) return kNoCharacter;
  for (std::size_t i = 1; i < length; ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if ((byte & 0xC0U) != 0x80) return kNoCharacter;
    code = (code << 6U) | (byte & 0x3FU);
  }
  if (!is_scalar(code, length)) return kNoCharacter;
  return {code, length, is_printable(code), code >= 0x1100 ? 2 : 1};
}

std::string valid_utf8(std::string_view text) {
  std::string valid;
  while (!text.empty()) {
    const Character character = first_character(text);
    const bool is_character = character.code != kReplacement || character.length > 1;
    valid += is_character ? text.substr(0, character.length) : "\xEF\xBF\xBD";
    text.remove_prefix(character.length);
  }
  return valid;
}

}  // namespace mutlua
