// SPDX-License-Identifier: MIT
#include "analysis/estimate.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "analysis/student.h"

namespace mutlua {
namespace {

double mean_of(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

/// From the distances to the mean: sums of squares would lose the digits of large values.
double sd_of(const std::vector<double>& values, double mean) {
  double squares = 0;
  for (const double value : values) squares += (value - mean) * (value - mean);
  return std::sqrt(squares / static_cast<double>(values.size() - 1));
}

}  // namespace

Estimate estimate(const std::vector<double>& values, double confidence) {
  Estimate result;
  result.n = values.size();
  result.reason = "no values";
  if (values.empty()) return result;
  const double mean = mean_of(values);
  result.reason = "the values are too large to be added";
  if (!std::isfinite(mean)) return result;
  result.mean = mean;
  result.reason = "one value alone shows no spread";
  if (values.size() < 2) return result;
  const double sd = sd_of(values, mean);
  result.reason = "the values lie too far apart for their squares to be added";
  if (!std::isfinite(sd)) return result;
  result.sd = sd;
  result.reason.clear();
  const auto n = static_cast<double>(values.size());
  const double half = student_quantile((1 + confidence) / 2, n - 1) * sd / std::sqrt(n);
  result.interval = Interval{.lower = mean - half, .upper = mean + half};
  return result;
}

Json to_json(const Estimate& estimate) {
  const auto number = [](const std::optional<double>& value) {
    return value ? Json(*value) : Json(nullptr);
  };
  Json json = {{"n", estimate.n}, {"mean", number(estimate.mean)}, {"sd", number(estimate.sd)}};
  json["lower"] = estimate.interval ? Json(estimate.interval->lower) : Json(nullptr);
  json["upper"] = estimate.interval ? Json(estimate.interval->upper) : Json(nullptr);
  if (!estimate.reason.empty()) json["reason"] = estimate.reason;
  return json;
}

}  // namespace mutlua
