// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "base/json.h"

namespace mutlua {

/// A number as Python's repr() writes a float: "1e-05", "156.25", "10.0", "1e+16".
/// Source: CPython, float_repr_style "short" (exponent below 1e-4 and from 1e16 on).
std::string python_float(double value);

/// A value as Python's csv module writes it: True, False, nothing for null, texts as they are.
std::string python_text(const Json& value);

}  // namespace mutlua
