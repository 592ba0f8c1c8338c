// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "fake_nvml/curve.h"

namespace mutlua {

/// A square wave: `high` watts for the first `duty` of each period, `low` for the rest, and nothing
/// outside from..until.
struct Bursts {
  double from = 0;
  double until = 1e12;
  double period = 0.1;
  double duty = 0.5;
  double high = 0;
  double low = 0;
  double phase = 0;  ///< how far into a period it starts, in seconds

  /// Joules from second 0 on, exact.
  double integral(double seconds) const;

 private:
  double from_start(double seconds) const;
};

/// True power in watts: a sum of curves and bursts.
struct Power {
  std::vector<Curve> curves;
  std::vector<Bursts> bursts;

  double integral(double seconds) const;

  /// Mean watts between two times.
  double mean(double from, double until) const {
    return (integral(until) - integral(from)) / (until - from);
  }
};

}  // namespace mutlua
