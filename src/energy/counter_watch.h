// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <vector>

#include "energy/gpu.h"
#include "system/clock.h"

namespace mutlua {

/// A GPU's energy counter on both sides of one of its changes, which tells when the energy that it
/// shows was true.
struct CounterWatch {
  int gpu = 0;
  Reading before;
  Reading now;
  bool changed = false;  ///< else the last two readings in vain
};

/// Reads the counters of the GPUs that have one, busily, until each has changed or `limit` is over.
std::vector<CounterWatch> watch_counters(Clock& clock,
                                         const std::vector<std::unique_ptr<Gpu>>& gpus,
                                         Seconds limit);

}  // namespace mutlua
