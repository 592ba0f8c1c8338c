// SPDX-License-Identifier: MIT
#pragma once

#include <bitset>
#include <optional>
#include <string_view>

namespace mutlua {

/// Which characters of ASCII a part of a regular expression stands for.
using CharacterClass = std::bitset<128>;

/// What stands behind a '\\' and is one character: \s, \d, \., \t, \x41. Takes it off the text.
/// Absent for what it does not know.
std::optional<CharacterClass> read_escape(std::string_view& text);

/// What stands behind a '[', up to and with the ']'. Takes it off the text. Characters beyond ASCII
/// are left out. Absent for what it does not know, or without an end.
std::optional<CharacterClass> read_class(std::string_view& text);

/// The character of the class that is best to read: a blank, a colon, a digit, ... Absent: it has
/// none that can be printed.
std::optional<char> chosen_character(const CharacterClass& characters);

}  // namespace mutlua
