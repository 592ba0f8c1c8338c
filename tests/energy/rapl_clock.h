// SPDX-License-Identifier: MIT
#pragma once

#include "system/clock.h"

namespace mutlua {

/// Virtual time that goes on by a little whenever somebody looks at it.
class SteppingClock : public Clock {
 public:
  explicit SteppingClock(Seconds step = Seconds(10e-6)) : step_(step) {}

  Instant now() override { return at_ = at_ + step_; }
  WallTime wall_now() override { return {}; }

  /// The time, without moving it.
  Instant at() const { return at_; }
  void advance(Seconds span) { at_ = at_ + span; }

 private:
  Seconds step_;
  Instant at_ = Instant{} + Seconds(1000);
};

}  // namespace mutlua
