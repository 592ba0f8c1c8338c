// SPDX-License-Identifier: MIT
#include "base/python_number.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <string>
#include <system_error>

namespace mutlua {
namespace {

constexpr std::string_view kBlanks = " \t\n\v\f\r\x1c\x1d\x1e\x1f";

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string_view stripped(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(kBlanks);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kBlanks) + 1 - begin);
}

/// Without '_' that stand between digits; nothing if one stands elsewhere.
std::optional<std::string> without_underscores(std::string_view text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '_') {
      result += text[i];
    } else if (i == 0 || i + 1 == text.size() || !is_digit(text[i - 1]) || !is_digit(text[i + 1])) {
      return std::nullopt;
    }
  }
  return result;
}

}  // namespace

std::optional<double> python_number(std::string_view text) {
  std::optional<std::string> digits = without_underscores(stripped(text));
  if (!digits || digits->empty()) return std::nullopt;
  const bool negative = digits->front() == '-';
  if (negative || digits->front() == '+') digits->erase(0, 1);
  // "nan(...)" is C's; a second sign is nobody's.
  if (digits->empty() || digits->front() == '-' || digits->back() == ')') return std::nullopt;
  double value = 0;
  const char* end = digits->data() + digits->size();
  const auto [stopped, error] = std::from_chars(digits->data(), end, value);
  if (stopped != end || error == std::errc::invalid_argument) return std::nullopt;
  if (error == std::errc::result_out_of_range) value = std::strtod(digits->c_str(), nullptr);
  return negative ? -value : value;
}

std::optional<double> finite_python_number(std::string_view text) {
  const std::optional<double> number = python_number(text);
  return number && std::isfinite(*number) ? number : std::nullopt;
}

}  // namespace mutlua
