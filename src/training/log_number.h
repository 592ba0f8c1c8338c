// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace mutlua {

/// The number that a pattern captured as text[begin, end). A minus directly in front belongs to it
/// unless a letter, digit, '_' or another '-' stands before that; so does an exponent directly
/// behind its digits, even outside of the capture. The digits themselves stay inside.
/// Nothing for "1.2.3", "1,234", "nan", "inf" and what is too large for a double.
std::optional<double> number_at(std::string_view text, std::size_t begin, std::size_t end);

}  // namespace mutlua
