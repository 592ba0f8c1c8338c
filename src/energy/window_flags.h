// SPDX-License-Identifier: MIT
#pragma once

#include "energy/flag.h"
#include "energy/thresholds.h"
#include "energy/window.h"

namespace mutlua {

/// What a window says against itself, from what was read in it alone: so the raw trace says it
/// again. counter_reset, wrap_ambiguous, counter_stuck, short_window, sample.gaps, sample.late,
/// gpu.power_aliasing, energy.crosscheck_failed, gpu.sw_power_cap, gpu.thermal_throttle,
/// gpu.power_brake, gpu.app_clocks, gpu.persistence_off, gpu.power_limit, gpu.mig_shared,
/// gpu.compute_mode, cpu.thermal_throttle, swap.used, clock.suspend, clock.step, self.overhead,
/// trace.truncated, source.missing, and the notes of the sensors.
Flags window_flags(const Window& window, const Thresholds& thresholds);

}  // namespace mutlua
