// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <chrono>

#include "system/clock.h"

namespace mutlua {

/// A clock that moves only when somebody waits on the simulated machine.
class SimulatedClock : public Clock {
 public:
  Instant now() override { return now_; }
  WallTime wall_now() override { return {kEpoch + now_.since_boot}; }
  void advance_to(Instant instant) { now_ = std::max(now_, instant); }

 private:
  static constexpr Nanoseconds kEpoch =
      std::chrono::seconds(946684800);  // 2000-01-01, plainly unreal
  Instant now_;
};

}  // namespace mutlua
