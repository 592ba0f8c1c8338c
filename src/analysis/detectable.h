// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>

namespace mutlua {

/// The chance to see a difference that is there.
inline constexpr double kPower = 0.8;

/// The chance that a two-sided t test at that level finds a difference of `effect` standard
/// deviations, given those degrees of freedom and the standard error of the difference in standard
/// deviations. By the noncentral t distribution (Boost.Math).
double power_of_t_test(double effect, double error, double freedom, double level = 0.05);

/// The smallest difference, in standard deviations, that two arms of n trials each show with that
/// power. Absent for fewer than two trials in an arm: there is no error term.
std::optional<double> detectable_between(std::size_t n, double power = kPower, double level = 0.05);

}  // namespace mutlua
