// SPDX-License-Identifier: MIT
#include "cli/plan_units.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace mutlua {
namespace {

constexpr std::size_t kMostNames = 4;

struct Unit {
  double size;
  const char* name;
};

constexpr std::array<Unit, 4> kSpans = {{{1, "s"}, {60, "min"}, {3600, "h"}, {86400, "d"}}};
constexpr std::array<Unit, 3> kJoules = {{{1, "J"}, {1e3, "kJ"}, {3.6e6, "kWh"}}};
constexpr std::array<Unit, 5> kBytes = {
    {{1, "B"}, {1e3, "kB"}, {1e6, "MB"}, {1e9, "GB"}, {1e12, "TB"}}};

/// The largest unit that a value holds `times` of.
template <std::size_t size>
const Unit& unit_of(const std::array<Unit, size>& units, double value, double times) {
  std::size_t best = 0;
  for (std::size_t i = 1; i < size; ++i) {
    if (value >= times * units[i].size) best = i;
  }
  return units[best];
}

const Unit& span_unit(double seconds) {
  // Hours from two on, days from ten on.
  if (seconds >= 10 * 86400) return kSpans[3];
  if (seconds >= 2 * 3600) return kSpans[2];
  return kSpans[seconds >= 120 ? 1 : 0];
}

const Unit& joule_unit(double joules) {
  if (joules >= 0.1 * 3.6e6) return kJoules[2];
  return kJoules[joules >= 1e3 ? 1 : 0];
}

/// Two significant digits at least, and no more than one decimal above ten.
std::string figure(double value) {
  if (value == 0) return "0";
  if (value < 0.1) return fmt::format("{:.2g}", value);
  return fmt::format("{:.{}f}", value, value < 1 ? 2 : value < 99.95 ? 1 : 0);
}

std::string one(double value, const Unit& unit) {
  return fmt::format("{} {}", figure(value / unit.size), unit.name);
}

std::string two(double low, double high, const Unit& unit) {
  return fmt::format("{} to {} {}", figure(low / unit.size), figure(high / unit.size), unit.name);
}

}  // namespace

std::string span_text(double seconds) { return one(seconds, span_unit(seconds)); }

std::string spans_text(double low, double high) { return two(low, high, span_unit(high)); }

std::string joules_text(double joules) { return one(joules, joule_unit(joules)); }

std::string joules_text(double low, double high) { return two(low, high, joule_unit(high)); }

std::string bytes_text(double bytes) { return one(bytes, unit_of(kBytes, bytes, 1)); }

std::string count_text(std::size_t n, const std::string& what) {
  return fmt::format("{} {}{}", n, what, n == 1 ? "" : "s");
}

std::string some_text(const std::set<std::string>& names) {
  std::string text;
  std::size_t shown = 0;
  for (const std::string& name : names) {
    if (++shown > kMostNames) return text + fmt::format(" and {} more", names.size() - kMostNames);
    text += (text.empty() ? "" : ", ") + name;
  }
  return text;
}

std::string names_text(const std::vector<std::string>& names) {
  return fmt::format("{}", fmt::join(names, " + "));
}

}  // namespace mutlua
