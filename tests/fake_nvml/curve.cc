// SPDX-License-Identifier: MIT
#include "fake_nvml/curve.h"

#include <algorithm>
#include <utility>

namespace mutlua {

Curve::Curve(std::vector<CurvePoint> points) : points_(std::move(points)), sums_(points_.size()) {
  for (std::size_t i = 1; i < points_.size(); ++i) {
    sums_[i] = sums_[i - 1] + points_[i - 1].value * (points_[i].at - points_[i - 1].at);
  }
}

double Curve::at(double seconds) const { return points_[piece(seconds)].value; }

double Curve::integral(double seconds) const {
  return from_first_point(seconds) - from_first_point(0);
}

std::size_t Curve::piece(double seconds) const {
  const auto after =
      std::upper_bound(points_.begin(), points_.end(), seconds,
                       [](double time, const CurvePoint& point) { return time < point.at; });
  return after == points_.begin() ? 0 : static_cast<std::size_t>(after - points_.begin()) - 1;
}

double Curve::from_first_point(double seconds) const {
  const std::size_t i = piece(seconds);
  return sums_[i] + points_[i].value * (seconds - points_[i].at);
}

}  // namespace mutlua
