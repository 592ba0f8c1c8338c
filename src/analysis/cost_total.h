// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "analysis/cost_forecast.h"

namespace mutlua {

/// Four out of five totals lie between low and high.
struct CostTotal {
  double low = 0;
  double median = 0;
  double high = 0;
};

/// The sum of independent forecasts, by two thousand draws that are always the same. Empty ones
/// count as nothing; all zero without any.
CostTotal total_of(const std::vector<CostForecast>& parts);

}  // namespace mutlua
