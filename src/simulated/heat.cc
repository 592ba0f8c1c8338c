// SPDX-License-Identifier: MIT
#include "simulated/heat.h"

#include <cmath>

namespace mutlua {

HeatStep::HeatStep(const SimulatedFigures& figures, double celsius, double watts, double slope)
    : start_(celsius),
      drive_(watts),
      drive_slope_(slope),
      leakage_(figures.watts_per_kelvin),
      reference_(figures.reference_celsius) {
  const double resistance = figures.kelvin_per_watt;
  const double feedback = 1 - resistance * leakage_;
  rate_ = feedback / figures.heat_seconds;
  settled_slope_ = resistance * drive_slope_ / feedback;
  const double still =
      (figures.ambient_celsius + resistance * (drive_ - leakage_ * reference_)) / feedback;
  settled_ = still - settled_slope_ / rate_;
}

double HeatStep::celsius(double seconds) const {
  return settled_ + settled_slope_ * seconds + (start_ - settled_) * std::exp(-rate_ * seconds);
}

double HeatStep::integral(double seconds) const {
  return settled_ * seconds + settled_slope_ * seconds * seconds / 2 -
         (start_ - settled_) * std::expm1(-rate_ * seconds) / rate_;
}

double HeatStep::watts(double seconds) const {
  return drive_ + drive_slope_ * seconds + leakage_ * (celsius(seconds) - reference_);
}

double HeatStep::joules(double seconds) const {
  return drive_ * seconds + drive_slope_ * seconds * seconds / 2 +
         leakage_ * (integral(seconds) - reference_ * seconds);
}

std::optional<double> HeatStep::reaches(double celsius, double within) const {
  const bool rises = start_ < celsius;
  const auto there = [&](double seconds) {
    return rises ? this->celsius(seconds) >= celsius : this->celsius(seconds) <= celsius;
  };
  if (start_ == celsius || !there(within)) return std::nullopt;
  double before = 0;
  double after = within;
  for (int i = 0; i < 60; ++i) {
    const double middle = (before + after) / 2;
    (there(middle) ? after : before) = middle;
  }
  return after;
}

}  // namespace mutlua
