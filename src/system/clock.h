// SPDX-License-Identifier: MIT
#pragma once

#include "base/units.h"

namespace mutlua {

/// Tells the time. Waiting is done by Processes::wait, so that the program waits in one place.
struct Clock {
  virtual ~Clock() = default;
  virtual Instant now() = 0;
  virtual WallTime wall_now() = 0;
};

class LinuxClock : public Clock {
 public:
  Instant now() override;
  WallTime wall_now() override;
};

}  // namespace mutlua
