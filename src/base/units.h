// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdint>

namespace mutlua {

using Seconds = std::chrono::duration<double>;
using Nanoseconds = std::chrono::nanoseconds;

/// An instant on CLOCK_MONOTONIC. Comparable within one boot of the machine only.
struct Instant {
  Nanoseconds since_boot{0};
  auto operator<=>(const Instant&) const = default;
};

inline Instant operator+(Instant instant, Seconds span) {
  return {instant.since_boot + std::chrono::duration_cast<Nanoseconds>(span)};
}
inline Seconds operator-(Instant later, Instant earlier) {
  return later.since_boot - earlier.since_boot;
}

/// An instant on the calendar: CLOCK_REALTIME, which may step.
struct WallTime {
  Nanoseconds since_epoch{0};
  auto operator<=>(const WallTime&) const = default;
};

/// Energy in joules and power in watts: types of their own, so that they are never mixed.
struct Joules {
  double value = 0;
  auto operator<=>(const Joules&) const = default;
};
struct Watts {
  double value = 0;
  auto operator<=>(const Watts&) const = default;
};
inline Joules operator+(Joules a, Joules b) { return {a.value + b.value}; }
inline Joules operator-(Joules a, Joules b) { return {a.value - b.value}; }
inline Joules operator*(Watts power, Seconds span) { return {power.value * span.count()}; }
inline Watts operator/(Joules energy, Seconds span) { return {energy.value / span.count()}; }

}  // namespace mutlua
