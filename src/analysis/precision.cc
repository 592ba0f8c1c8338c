// SPDX-License-Identifier: MIT
#include "analysis/precision.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "analysis/student.h"

namespace mutlua {
namespace {

constexpr std::size_t kMostValues = 1'000'000;  // nobody measures more

/// t times the sd of the first stage: half the interval's width for one value.
std::optional<double> width_of_one(const std::vector<double>& values, const PrecisionGoal& goal) {
  const auto end = values.begin() + static_cast<std::ptrdiff_t>(goal.first);
  const Estimate first = estimate({values.begin(), end}, goal.confidence);
  if (!first.sd) return std::nullopt;
  const auto freedom = static_cast<double>(goal.first - 1);
  return student_quantile((1 + goal.confidence) / 2, freedom) * *first.sd;
}

std::size_t count_for(double width_of_one, double half_width, std::size_t first) {
  const double share = width_of_one / half_width;
  const double count = std::min(std::ceil(share * share), kMostValues + 1.0);
  return std::max(first, static_cast<std::size_t>(count));
}

std::string needed_text(std::size_t needed) {
  if (needed > kMostValues) return fmt::format("more than {} values are needed", kMostValues);
  return fmt::format("about {} values are needed", needed);
}

}  // namespace

Precision precision(const std::vector<double>& values, const PrecisionGoal& goal) {
  Precision result;
  const Estimate all = estimate(values, goal.confidence);
  result.n = all.n;
  result.mean = all.mean;
  result.needed = goal.first;
  result.reason = fmt::format("the first stage takes {} values", goal.first);
  if (result.n < goal.first) return result;
  result.needed = std::nullopt;
  result.reason = all.reason;
  const std::optional<double> one = width_of_one(values, goal);
  if (!all.mean || !one) return result;
  const double half = *one / std::sqrt(static_cast<double>(result.n));
  result.interval = Interval{.lower = *all.mean - half, .upper = *all.mean + half};
  result.reason = "the mean is 0, of which nothing is a share";
  const double size = std::abs(*all.mean);
  if (size == 0) return result;
  result.half_width = half / size;
  result.precise = *result.half_width <= goal.half_width;
  result.needed = result.precise ? result.n : count_for(*one, goal.half_width * size, goal.first);
  // Rounding must not make it ask for what it has.
  if (!result.precise) result.needed = std::max(*result.needed, result.n + 1);
  result.reason = result.precise ? "" : needed_text(*result.needed);
  return result;
}

Json to_json(const Precision& precision) {
  const auto number = [](const auto& value) { return value ? Json(*value) : Json(nullptr); };
  Json json = {{"n", precision.n}, {"mean", number(precision.mean)}};
  json["lower"] = precision.interval ? Json(precision.interval->lower) : Json(nullptr);
  json["upper"] = precision.interval ? Json(precision.interval->upper) : Json(nullptr);
  json["half_width"] = number(precision.half_width);
  json["precise"] = precision.precise;
  json["needed"] = number(precision.needed);
  if (!precision.reason.empty()) json["reason"] = precision.reason;
  return json;
}

}  // namespace mutlua
