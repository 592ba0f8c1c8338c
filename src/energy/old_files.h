// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>

#include "energy/window.h"

namespace mutlua {

/// Writes what was measured in a window as the old tool wrote it, for scripts that read its files:
///   cpu_energy.txt, cpu_energy_raw.txt           joules; the second in the form of `perf stat`
///   gpu_power.csv                                timestamp,power_draw_w
///   gpu_temperature.csv                          timestamp,gpu_temp_c,memory_temp_c
///   gpu_utilization.csv                          timestamp,gpu_util_percent,memory_util_percent
/// The GPU's have a row for each whole second of the window, with whole seconds since 1970; the sum
/// of the power is the record's legacy_gpu_energy_joules. A cell that nothing measures is N/A, and
/// a file of which nothing was measured is not written: no CPU's without the packages, no GPU's
/// unless exactly one GPU belongs to the window. `trace` is the window's raw trace; `wall_offset`
/// turns its instants into the time of day. Throws Error: machine, usage (no trace).
void write_old_files(const std::filesystem::path& folder, const std::filesystem::path& trace,
                     const Window& window, Nanoseconds wall_offset);

}  // namespace mutlua
