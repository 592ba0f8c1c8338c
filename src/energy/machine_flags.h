// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>

#include "energy/flag.h"
#include "energy/thresholds.h"
#include "system/machine_state.h"

namespace mutlua {

/// What a study asked the processor to be like. Absent: nothing was asked.
struct MachineRequest {
  std::optional<std::string> governor;
  std::optional<bool> turbo;
  std::optional<std::string> epp;
};

/// What can be said before a window, from the state at the beginning and the end of a span of some
/// seconds in which nothing of ours was meant to run.
struct BeforeWindow {
  const MachineState& begin;
  const MachineState& end;
  Seconds own_cpu{0};  ///< used in the span by this program and what it started
  MachineRequest request;
  const MachineState* block_start = nullptr;  ///< at the start of the block, if that has begun
};

/// cpu.other_load, cpu.governor, cpu.turbo, cpu.epp, virtualised, disk.low, mem.low. What the
/// machine does not tell raises nothing.
Flags flags_before(const BeforeWindow& before, const Thresholds& thresholds);

/// How the machine changed in a window. Absent: not told, which raises nothing.
struct MachineChange {
  std::optional<std::int64_t> package_throttles;
  std::optional<std::int64_t> swap_pages;  ///< in and out
  std::optional<Nanoseconds> suspended;    ///< change of CLOCK_BOOTTIME - CLOCK_MONOTONIC
  std::optional<Nanoseconds> stepped;      ///< change of CLOCK_REALTIME - CLOCK_MONOTONIC
  std::optional<int> xids;
  std::optional<double> steal_fraction;  ///< of all cores
  Seconds span{0};
  std::optional<Seconds> sampler_cpu;  ///< used by the sampler's thread; not part of a state
};

/// From the states at the two edges. A count that went down is absent. Suspending moves the
/// calendar against CLOCK_MONOTONIC too: that part is no step.
MachineChange change_between(const MachineState& begin, const MachineState& end);

/// cpu.thermal_throttle, swap.used, clock.suspend, clock.step, gpu.xid, self.overhead, and
/// virtualised if cpu time was stolen.
Flags flags_during(const MachineChange& change, const Thresholds& thresholds);

}  // namespace mutlua
