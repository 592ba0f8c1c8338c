// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "base/json.h"

namespace mutlua {

/// What the flags hold a measurement against. A figure is flagged when it is greater than its
/// threshold, or less where the field says so. In JSON each field is one number under the flag's id
/// and the last part of its name: "cpu.other_load.warn_pct".
struct Thresholds {
  // Before the window.
  double idle_power_drift_pct = 3;         ///< of the block's first idle reading
  double idle_power_drift_watts = 3;       ///< the same, absolute
  double gpu_other_process_error_pct = 2;  ///< utilisation; a process alone is a warning
  double cpu_other_load_warn_pct = 5;      ///< of all cores
  double cpu_other_load_error_pct = 20;    ///< of all cores
  double virtualised_steal_pct = 1;        ///< of all cores
  double disk_low_bytes = 1073741824;      ///< less than this
  double mem_low_bytes = 1073741824;       ///< less than this
  // During the window.
  double gpu_thermal_throttle_pct = 0.1;  ///< of the window
  double cpu_thermal_throttle_events = 0;
  double gpu_power_aliasing_warn_pct = 3;  ///< between counter, samples and average
  double gpu_power_aliasing_error_pct = 8;
  double counter_stuck_updates = 20;  ///< without a step while the device was busy
  double sample_gaps_warn_pct = 1;    ///< of the window
  double sample_gaps_error_pct = 10;  ///< the same, where energy comes from power alone
  double clock_suspend_milliseconds = 10;
  double clock_step_milliseconds = 50;
  double swap_used_pages = 0;        ///< of the machine, in and out
  double bg_died_seconds = 10;       ///< until it was back
  double bg_idle_fraction_pct = 20;  ///< of the window
  double self_overhead_pct = 2;      ///< of one core
  // After the window.
  double short_window_updates = 20;     ///< of the sensor, less than this
  double start_temp_delta_celsius = 3;  ///< from the block's median

  bool operator==(const Thresholds&) const = default;
};

/// {id: number}, all of them.
Json to_json(const Thresholds& thresholds);

/// The defaults with these in their place. `where` names the object in messages. Throws
/// Error(usage) for an unknown id, with the nearest known, and for what is no number >= 0.
Thresholds thresholds_from(const Json& overrides, const std::string& where);

}  // namespace mutlua
