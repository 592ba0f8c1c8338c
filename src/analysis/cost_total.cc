// SPDX-License-Identifier: MIT
#include "analysis/cost_total.h"

#include <algorithm>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <cstdint>
#include <random>

namespace mutlua {
namespace {

constexpr std::size_t kDraws = 2'000;
constexpr double kNearlyNormal = 200;  // degrees of freedom

/// The t that is as far out among others as `place` says, from 0 to 1.
double quantile(double freedom, double place) {
  if (freedom > kNearlyNormal) return boost::math::quantile(boost::math::normal(), place);
  return boost::math::quantile(boost::math::students_t(freedom), place);
}

/// The middles of kDraws equal parts from 0 to 1, in random order: each part is drawn once.
std::vector<double> places(std::mt19937_64& random) {
  std::vector<double> all(kDraws);
  for (std::size_t i = 0; i < kDraws; ++i)
    all[i] = (static_cast<double>(i) + 0.5) / static_cast<double>(kDraws);
  for (std::size_t i = kDraws; i > 1; --i) std::swap(all[i - 1], all[random() % i]);
  return all;
}

const CostComponent& component_at(const CostForecast& forecast, double place) {
  for (const CostComponent& each : forecast) {
    if (place < each.weight) return each;
    place -= each.weight;
  }
  return forecast.back();
}

void add_draws(const CostForecast& forecast, std::mt19937_64& random, std::vector<double>& sums) {
  const std::vector<double> which = places(random);
  const std::vector<double> where = places(random);
  for (std::size_t i = 0; i < kDraws; ++i) {
    const CostComponent& component = component_at(forecast, which[i]);
    sums[i] += std::exp(component.log_median +
                        component.log_scale * quantile(component.freedom, where[i]));
  }
}

}  // namespace

CostTotal total_of(const std::vector<CostForecast>& parts) {
  std::mt19937_64 random(1);
  std::vector<double> sums(kDraws, 0.0);
  for (const CostForecast& each : parts) {
    if (!each.empty()) add_draws(each, random, sums);
  }
  std::sort(sums.begin(), sums.end());
  const auto at = [&](double place) {
    return sums[static_cast<std::size_t>(place * static_cast<double>(kDraws))];
  };
  return {.low = at(0.1), .median = at(0.5), .high = at(0.9)};
}

}  // namespace mutlua
