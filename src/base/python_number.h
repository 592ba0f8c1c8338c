// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string_view>

namespace mutlua {

/// The number that Python's float() makes of a text, or nothing where it raises ValueError. Blanks
/// around it and '_' between digits are allowed; "nan", "inf" and "infinity" are numbers; what is
/// too large is infinite. Digits are ASCII.
std::optional<double> python_number(std::string_view text);

/// The same, where it is neither infinite nor "nan".
std::optional<double> finite_python_number(std::string_view text);

}  // namespace mutlua
