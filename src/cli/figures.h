// SPDX-License-Identifier: MIT
#pragma once

#include <string>

namespace mutlua {

/// Six significant digits; no exponent for whole numbers that have fewer than 16 digits:
/// "0.0123457", "97.66", "12345678".
std::string six_digits(double value);

/// How much more one thing is than another: two digits of percent, and beyond 1000 % how many times
/// it is: "2.8 %", "140 %", "x281".
std::string more_text(double percent);

}  // namespace mutlua
