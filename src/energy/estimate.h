// SPDX-License-Identifier: MIT
#pragma once

#include "base/json.h"
#include "energy/window.h"

namespace mutlua {

/// What somebody says of a processor that cannot be measured: its power at rest and at full load.
struct CpuPowerModel {
  Watts idle;
  Watts most;
  int cores = 1;  ///< logical ones: what `busy` time is a share of
};

/// {"idle_watts": 40, "max_watts": 200}: the model of a machine with this many logical cores.
/// Throws Error(script) for other fields and for what is no power.
CpuPowerModel cpu_power_model(const Json& json, const std::string& where, int cores);

/// An estimate, and called so: idle power all the time, and the rest in proportion to how busy the
/// cores were. Such models were off by 27 to 37 % on GPU nodes (arXiv 2506.14551), so it has a
/// field of its own, and never stands where joules were measured. {cpu_estimated_joules, evidence =
/// "estimated", model = {...}}; the joules are null with a reason if the time at work is unknown.
Json cpu_estimate(const Window& window, const CpuPowerModel& model);

}  // namespace mutlua
