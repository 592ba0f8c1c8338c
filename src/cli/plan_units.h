// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <vector>

namespace mutlua {

/// "34 s", "12.5 min", "8.2 h", "86.4 h", "10.1 d".
std::string span_text(double seconds);

/// Two spans in one unit: "7.1 to 9.6 h".
std::string spans_text(double low, double high);

/// "820 J", "12.3 kJ" below 0.1 kWh, else "1.9 kWh".
std::string joules_text(double joules);
/// Two of them in one unit.
std::string joules_text(double low, double high);

/// "820 MB", "3.3 GB", "1.2 TB": decimal.
std::string bytes_text(double bytes);

/// "1 trial", "2 trials".
std::string count_text(std::size_t n, const std::string& what);

/// "a, b, c, d and 3 more".
std::string some_text(const std::set<std::string>& names);

/// "a/b", "a/b + c/d".
std::string names_text(const std::vector<std::string>& names);

}  // namespace mutlua
