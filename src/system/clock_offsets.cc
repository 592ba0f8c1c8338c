// SPDX-License-Identifier: MIT
#include "system/clock_offsets.h"

#include <time.h>

namespace mutlua {
namespace {

constexpr int kTries = 5;

Nanoseconds read(clockid_t clock) noexcept {
  timespec now{};
  ::clock_gettime(clock, &now);
  return std::chrono::seconds(now.tv_sec) + Nanoseconds(now.tv_nsec);
}

ClockOffsets read_once() noexcept {
  const Nanoseconds before = read(CLOCK_MONOTONIC);
  const Nanoseconds boottime = read(CLOCK_BOOTTIME);
  const Nanoseconds realtime = read(CLOCK_REALTIME);
  const Nanoseconds after = read(CLOCK_MONOTONIC);
  const Nanoseconds middle = before + (after - before) / 2;
  return {{middle}, boottime - middle, realtime - middle, after - before};
}

}  // namespace

ClockOffsets read_clock_offsets() noexcept {
  ClockOffsets best = read_once();
  for (int i = 1; i < kTries; ++i) {
    const ClockOffsets again = read_once();
    if (again.width < best.width) best = again;
  }
  return best;
}

}  // namespace mutlua
