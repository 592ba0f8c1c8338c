// SPDX-License-Identifier: MIT
#include "analysis/detectable.h"

#include <boost/math/distributions/non_central_t.hpp>
#include <boost/math/tools/toms748_solve.hpp>
#include <cmath>
#include <cstdint>

#include "analysis/student.h"

namespace mutlua {
namespace {

double detectable(double error, double freedom, double power, double level) {
  const auto lacking = [&](double effect) {
    return power_of_t_test(effect, error, freedom, level) - power;
  };
  double most = error;
  while (lacking(most) < 0) most *= 2;
  std::uintmax_t steps = 100;
  const auto [low, high] = boost::math::tools::toms748_solve(
      lacking, 0.0, most, boost::math::tools::eps_tolerance<double>(30), steps);
  return (low + high) / 2;
}

}  // namespace

double power_of_t_test(double effect, double error, double freedom, double level) {
  const double bound = student_quantile(1 - level / 2, freedom);
  const double shift = effect / error;
  if (shift == 0) return level;
  const boost::math::non_central_t statistic(freedom, shift);
  return boost::math::cdf(boost::math::complement(statistic, bound)) +
         boost::math::cdf(statistic, -bound);
}

std::optional<double> detectable_between(std::size_t n, double power, double level) {
  if (n < 2) return std::nullopt;
  const auto trials = static_cast<double>(n);
  return detectable(std::sqrt(2 / trials), 2 * (trials - 1), power, level);
}

}  // namespace mutlua
