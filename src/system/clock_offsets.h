// SPDX-License-Identifier: MIT
#pragma once

#include "base/units.h"

namespace mutlua {

/// How far the other clocks are from CLOCK_MONOTONIC, which stands still while the machine sleeps
/// and never steps. Source: clock_gettime(2).
struct ClockOffsets {
  Instant at;               ///< when they were read
  Nanoseconds boottime{0};  ///< CLOCK_BOOTTIME - CLOCK_MONOTONIC: time spent suspended
  Nanoseconds realtime{0};  ///< CLOCK_REALTIME - CLOCK_MONOTONIC: changes where the calendar steps
  Nanoseconds width{0};     ///< no offset is wrong by more than this
};

/// Reads the clocks back to back, several times, and gives the tightest reading.
ClockOffsets read_clock_offsets() noexcept;

}  // namespace mutlua
