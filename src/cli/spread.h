// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/json.h"

namespace mutlua {

/// How values of one kind lie.
struct Spread {
  int n = 0;
  double mean = 0;
  double median = 0;
  double least = 0;
  double most = 0;
  std::optional<double> sd;  ///< of the sample (n - 1); absent for fewer than two values
};

/// Absent without values.
std::optional<Spread> spread_of(std::vector<double> values);

/// {"mean", "sd", "n", "min", "max", "median"}; sd null where absent. Null for an absent spread.
Json to_json(const std::optional<Spread>& spread);

/// Five significant digits, at most four decimals: "6927.7", "12.310", "0.0513".
std::string figure_text(double value);

}  // namespace mutlua
