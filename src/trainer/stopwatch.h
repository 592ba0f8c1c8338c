// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <chrono>

namespace mutlua {

/// Seconds since it was made; at least a nanosecond, so that one may divide by it.
class Stopwatch {
 public:
  double seconds() const {
    const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - start_;
    return std::max(passed.count(), 1e-9);
  }

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

}  // namespace mutlua
