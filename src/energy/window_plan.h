// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "energy/sensors.h"
#include "energy/trace.h"

namespace mutlua {

/// How often what is read, while a window is open.
struct Rates {
  Seconds tick{0.1};     ///< CPU counters and fast gauges
  Seconds ring{1.0};     ///< the GPUs' power samples; their ring holds 2 s or so
  Seconds counter{1.0};  ///< the GPUs' energy counters: milliseconds of CPU time each
  Seconds slow{5.0};     ///< slow gauges and processes
  double jitter = 0.1;   ///< of the tick, so that it cannot lock to a load that repeats
  std::uint64_t jitter_seed = 1;
  Seconds spin_limit{0.15};  ///< to see a counter change at a window's edge
  Seconds tail_from{2.0};  ///< windows this long get the average power after their end, as a check
};

/// What a window is to measure.
struct WindowPlan {
  std::filesystem::path folder;   ///< of the raw trace; empty: none is kept
  std::vector<std::string> gpus;  ///< UUIDs whose energy belongs to it; empty: all
};

/// The header of a window measured with these sensors.
TraceHeader header_of(const Sensors& sensors, const Rates& rates, const WindowPlan& plan);

}  // namespace mutlua
