// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace mutlua {

/// The number that a pattern captured as text[begin, end). A minus directly in front belongs to it
/// unless a letter, digit, '_' or another '-' stands before that; so does an exponent directly
/// behind its digits, even outside of the capture. The digits themselves stay inside.
/// Nothing for "1.2.3", "1,234", "nan", "inf" and what is too large for a double.
std::optional<double> number_at(std::string_view text, std::size_t begin, std::size_t end);

/// NaN, infinity or minus infinity if text[begin, end) begins with "nan", "inf" or "infinity" in
/// any case, with a sign or without, as a whole word. The minus as for number_at.
std::optional<double> no_number_at(std::string_view text, std::size_t begin, std::size_t end);

/// Whether the text holds such a word at all: a quick look before a slow one.
bool mentions_no_number(std::string_view text);

/// The pattern with its first group changed to capture "nan" or "inf" where it captured digits;
/// empty if that group takes more than digits, so that it captures them by itself, or is optional.
std::string no_number_pattern(const std::string& pattern);

}  // namespace mutlua
