// SPDX-License-Identifier: MIT
#include "training/log_number.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

#include "training/literal_filter.h"

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

std::size_t skip_blanks(std::string_view text, std::size_t i, std::size_t end) {
  while (i < end && (text[i] == ' ' || text[i] == '\t' || text[i] == '\n')) ++i;
  return i;
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool begins_with_word(std::string_view text, std::string_view word) {
  if (text.size() < word.size() || is_word(at(text, word.size()))) return false;
  return std::equal(word.begin(), word.end(), text.begin(),
                    [](char expected, char c) { return expected == lower(c); });
}

/// NaN or infinity at the start of the text.
std::optional<double> no_number(std::string_view text) {
  if (begins_with_word(text, "nan")) return std::numeric_limits<double>::quiet_NaN();
  if (begins_with_word(text, "inf") || begins_with_word(text, "infinity")) {
    return std::numeric_limits<double>::infinity();
  }
  return std::nullopt;
}

/// The offset of the first "(" that captures.
std::size_t first_group(std::string_view pattern) {
  bool in_class = false;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] == '\\') {
      ++i;
    } else if (in_class) {
      in_class = pattern[i] != ']';
    } else if (pattern[i] == '[') {
      in_class = true;
    } else if (pattern[i] == '(' && at(pattern, i + 1) != '?') {
      return i;
    }
  }
  return std::string_view::npos;
}

/// Whether what stands in a group matches digits and what belongs to a number, and no word.
bool takes_digits_only(std::string_view inner) {
  if (inner.find("0-9") == std::string_view::npos && inner.find("\\d") == std::string_view::npos) {
    return false;
  }
  for (std::size_t i = 0; i < inner.size(); ++i) {
    const char escaped = inner[i] == '\\' ? at(inner, ++i) : '\0';
    if (escaped != '\0' && is_word(escaped) && escaped != 'd') return false;
    if (escaped == '\0' && !is_digit(inner[i]) &&
        std::string_view(".,+-?*[]{}|eE%").find(inner[i]) == std::string_view::npos) {
      return false;
    }
  }
  return true;
}

}  // namespace

std::optional<double> number_at(std::string_view text, std::size_t begin, std::size_t end) {
  begin = skip_blanks(text, begin, end);
  bool negative = minus_in_front(text, begin);
  if (begin < end && (text[begin] == '-' || text[begin] == '+')) negative = text[begin++] == '-';

  const std::size_t mantissa = skip_mantissa(text, begin, end);
  if (mantissa == begin) return std::nullopt;
  const bool goes_on = mantissa < end && (text[mantissa] == '.' || text[mantissa] == ',');
  if (goes_on && is_digit(at(text, mantissa + 1))) return std::nullopt;  // a version, or thousands

  const std::size_t exponent = skip_exponent(text, mantissa);
  return converted((negative ? "-" : "") + std::string(text.substr(begin, exponent - begin)));
}

std::optional<double> no_number_at(std::string_view text, std::size_t begin, std::size_t end) {
  begin = skip_blanks(text, begin, end);
  bool negative = minus_in_front(text, begin);
  if (begin < end && (text[begin] == '-' || text[begin] == '+')) negative = text[begin++] == '-';
  if (begin >= end) return std::nullopt;
  const auto value = no_number(text.substr(begin));
  return value && negative ? std::optional(-*value) : value;
}

bool mentions_no_number(std::string_view text) {
  static const LiteralFilter words({"nan", "inf"});
  for (std::size_t i = words.find(text, 0); i != LiteralFilter::kNowhere;
       i = words.find(text, i + 1)) {
    if (no_number(text.substr(i))) return true;
  }
  return false;
}

std::string no_number_pattern(const std::string& pattern) {
  const std::size_t begin = first_group(pattern);
  const std::size_t end = pattern.find(')', std::min(begin, pattern.size()));
  if (end == std::string::npos) return "";
  if (!takes_digits_only(std::string_view(pattern).substr(begin + 1, end - begin - 1))) return "";
  const std::string behind = pattern.substr(end + 1);
  const bool optional =
      behind.starts_with('?') || behind.starts_with('*') || behind.starts_with('{');
  if (optional) return "";
  return pattern.substr(0, begin) + "([-+]?(?:nan|inf(?:inity)?))" + behind;
}

}  // namespace mutlua
