// SPDX-License-Identifier: MIT
#pragma once

#include <optional>

#include "simulated/figures.h"

namespace mutlua {

/// A stretch of time over which the load on the card stays the same: its temperature and energy in
/// closed form, whatever its length.
///
/// With the work's power D(s) = watts + slope s, leakage k and temperature T the card draws
/// P = D + k (T - reference), and heat_seconds dT/ds = ambient + kelvin_per_watt P - T.
class HeatStep {
 public:
  /// `slope`: of the drift, watts per second.
  HeatStep(const SimulatedFigures& figures, double celsius, double watts, double slope);

  double celsius(double seconds) const;
  double watts(double seconds) const;
  double joules(double seconds) const;

  /// When it comes to this temperature, if that is within so many seconds and not yet. It moves one
  /// way only, but for the drift, which is slow beside it.
  std::optional<double> reaches(double celsius, double within) const;

 private:
  double integral(double seconds) const;  ///< of the temperature

  double start_;
  double drive_;
  double drive_slope_;
  double leakage_;
  double reference_;
  double rate_;     ///< at which a difference dies away, per second
  double settled_;  ///< where the temperature tends to: settled_ + settled_slope_ s
  double settled_slope_;
};

}  // namespace mutlua
