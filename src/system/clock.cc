// SPDX-License-Identifier: MIT
#include "system/clock.h"

#include <ctime>

namespace mutlua {
namespace {

Nanoseconds read(clockid_t clock) {
  timespec now{};
  clock_gettime(clock, &now);
  return std::chrono::seconds(now.tv_sec) + Nanoseconds(now.tv_nsec);
}

}  // namespace

Instant LinuxClock::now() { return {read(CLOCK_MONOTONIC)}; }

WallTime LinuxClock::wall_now() { return {read(CLOCK_REALTIME)}; }

}  // namespace mutlua
