// SPDX-License-Identifier: MIT
#include "fake_nvml/power.h"

#include <algorithm>
#include <cmath>

namespace mutlua {

double Bursts::integral(double seconds) const { return from_start(seconds) - from_start(0); }

double Bursts::from_start(double seconds) const {
  const auto up_to = [this](double wave_seconds) {
    const double whole = std::floor(wave_seconds / period);
    const double on =
        whole * duty * period + std::min(wave_seconds - whole * period, duty * period);
    return low * wave_seconds + (high - low) * on;
  };
  return up_to(std::clamp(seconds, from, until) - from + phase) - up_to(phase);
}

double Power::integral(double seconds) const {
  double joules = 0;
  for (const Curve& curve : curves) joules += curve.integral(seconds);
  for (const Bursts& wave : bursts) joules += wave.integral(seconds);
  return joules;
}

}  // namespace mutlua
