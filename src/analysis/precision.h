// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "analysis/estimate.h"

namespace mutlua {

/// How precisely a mean shall be known.
struct PrecisionGoal {
  double half_width = 0.02;  ///< of the interval, as a share of the mean; more than 0
  double confidence = kConfidence;
  std::size_t first = 5;  ///< values of the first stage, 2 or more
};

/// How precisely a mean is known, and how many values it takes.
struct Precision {
  std::size_t n = 0;
  std::optional<double> mean;
  std::optional<Interval> interval;  ///< absent before the first stage is complete
  std::optional<double> half_width;  ///< of the interval, as a share of the mean
  bool precise = false;
  std::optional<std::size_t> needed;  ///< so many values in all, by what is known, a million and
                                      ///< one where it is more; absent: unknown
  std::string reason;                 ///< why it is not precise; empty if it is
};

/// What finite values, in the order in which they were planned, tell of their mean, by a rule that
/// may be asked after every value: an interval that is looked at until it is narrow, and stops
/// measuring then, holds less often than it says if its width comes from all values.
///
/// Here the width comes from the first stage alone, as in Stein's two-stage rule (C. Stein, "A
/// two-sample test for a linear hypothesis whose power is independent of the variance", Annals of
/// Mathematical Statistics 16, 1945): mean of all n values +- t(first - 1) sd(first stage) /
/// sqrt(n). Mean and sd of normal values are independent, so the number of values, which the sd
/// decides, says nothing of the mean, and the interval holds as often as it says. That the width is
/// a share of the mean makes n depend on the mean a little; for a spread of up to a tenth of the
/// mean that costs less than a tenth of a percentage point of coverage.
Precision precision(const std::vector<double>& values, const PrecisionGoal& goal);

/// {n, mean, lower, upper, half_width, precise, needed, reason?}: null where absent.
Json to_json(const Precision& precision);

}  // namespace mutlua
