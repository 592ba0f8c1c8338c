// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "base/json.h"

namespace mutlua {

/// What is taken where nobody asks for another one.
inline constexpr double kConfidence = 0.95;

struct Interval {
  double lower = 0;
  double upper = 0;
};

/// What some values tell of the mean of all values of their kind.
struct Estimate {
  std::size_t n = 0;
  std::optional<double> mean;        ///< absent without values
  std::optional<double> sd;          ///< of the sample (n - 1); absent for fewer than two values
  std::optional<Interval> interval;  ///< Student's t, two-sided; absent where sd is
  std::string reason;                ///< why something is absent; empty if nothing is
};

/// The estimate from finite values, with an interval of that confidence (between 0 and 1, both
/// excluded). The interval takes them for independent, their mean for about normal.
Estimate estimate(const std::vector<double>& values, double confidence = kConfidence);

/// {n, mean, sd, lower, upper, reason?}: null where absent.
Json to_json(const Estimate& estimate);

}  // namespace mutlua
