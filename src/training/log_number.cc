// SPDX-License-Identifier: MIT
#include "training/log_number.h"

#include <charconv>
#include <cmath>
#include <string>

namespace mutlua {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_word(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
char at(std::string_view text, std::size_t i) { return i < text.size() ? text[i] : '\0'; }

std::size_t skip_digits(std::string_view text, std::size_t i, std::size_t end) {
  while (i < end && is_digit(text[i])) ++i;
  return i;
}

bool minus_in_front(std::string_view text, std::size_t begin) {
  if (begin == 0 || text[begin - 1] != '-') return false;
  return begin == 1 || !(is_word(text[begin - 2]) || text[begin - 2] == '-');
}

/// The end of an exponent that begins at i, or i if there is none ("5e-05", not "5epochs", "5e3f").
std::size_t skip_exponent(std::string_view text, std::size_t i) {
  if (at(text, i) != 'e' && at(text, i) != 'E') return i;
  std::size_t digits = i + 1;
  if (at(text, digits) == '-' || at(text, digits) == '+') ++digits;
  const std::size_t end = skip_digits(text, digits, text.size());
  return end == digits || is_word(at(text, end)) ? i : end;
}

/// The end of the digits with their point, or `begin` if there is no digit.
std::size_t skip_mantissa(std::string_view text, std::size_t begin, std::size_t end) {
  const std::size_t whole = skip_digits(text, begin, end);
  if (whole == end || text[whole] != '.') return whole;
  const std::size_t fraction = skip_digits(text, whole + 1, end);
  if (fraction > whole + 1) return fraction;
  return whole;  // the point that ends a sentence
}

std::optional<double> converted(const std::string& number) {
  double value = 0;
  const auto result = std::from_chars(number.data(), number.data() + number.size(), value);
  const bool whole = result.ec == std::errc() && result.ptr == number.data() + number.size();
  return whole && std::isfinite(value) ? std::optional(value) : std::nullopt;
}

}  // namespace

std::optional<double> number_at(std::string_view text, std::size_t begin, std::size_t end) {
  while (begin < end && (text[begin] == ' ' || text[begin] == '\t' || text[begin] == '\n')) ++begin;
  bool negative = minus_in_front(text, begin);
  if (begin < end && (text[begin] == '-' || text[begin] == '+')) negative = text[begin++] == '-';

  const std::size_t mantissa = skip_mantissa(text, begin, end);
  if (mantissa == begin) return std::nullopt;
  const bool goes_on = mantissa < end && (text[mantissa] == '.' || text[mantissa] == ',');
  if (goes_on && is_digit(at(text, mantissa + 1))) return std::nullopt;  // a version, or thousands

  const std::size_t exponent = skip_exponent(text, mantissa);
  return converted((negative ? "-" : "") + std::string(text.substr(begin, exponent - begin)));
}

}  // namespace mutlua
