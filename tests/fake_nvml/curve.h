// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

namespace mutlua {

struct CurvePoint {
  double at = 0;  ///< seconds of the scenario
  double value = 0;
};

/// A quantity as a function of time that is constant between its points, with its integral. The
/// first value holds from ever, the last one for ever.
class Curve {
 public:
  Curve() : Curve(std::vector<CurvePoint>{{0, 0}}) {}

  /// `points` are in order of time and not empty.
  explicit Curve(std::vector<CurvePoint> points);

  double at(double seconds) const;

  /// From second 0; negative before it.
  double integral(double seconds) const;

  const std::vector<CurvePoint>& points() const { return points_; }

 private:
  std::size_t piece(double seconds) const;
  double from_first_point(double seconds) const;

  std::vector<CurvePoint> points_;
  std::vector<double> sums_;  ///< integral from the first point to each
};

}  // namespace mutlua
