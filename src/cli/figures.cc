// SPDX-License-Identifier: MIT
#include "cli/figures.h"

#include <fmt/format.h>

#include <cmath>

namespace mutlua {

std::string six_digits(double value) {
  const double size = std::abs(value);
  return size >= 1e6 && size < 1e15 ? fmt::format("{:.0f}", value) : fmt::format("{:.6g}", value);
}

std::string more_text(double percent) {
  if (percent > 1000) return "x" + six_digits(std::round(1 + percent / 100));
  if (percent >= 99.5) return fmt::format("{:.0f} %", percent);
  return fmt::format("{:.2g} %", percent);
}

}  // namespace mutlua
