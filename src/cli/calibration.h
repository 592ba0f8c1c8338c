// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <vector>

#include "base/json.h"
#include "energy/sensors.h"
#include "system/clock.h"

namespace mutlua {

/// How often each sensor is renewed, and what a call costs: found out by calling it, some 4 s in
/// all. {"cpu": [{"domain", "period_ms", "cost_us", "cpu_us"}], "gpus": [{"uuid", "driver", "name",
/// "counter": {"period_ms", "cost_us", "cpu_us"}, "samples": {..., "ring_seconds"}, "average":
/// {...}}]}. Periods and costs are spreads; null where nothing was seen. Over what time the average
/// is taken cannot be seen without a load, so it is not told.
Json calibrate(Clock& clock, Sensors& sensors);

/// Writes each GPU's part to $XDG_CACHE_HOME/mutlua/calibration-<uuid>-<driver>.json, if something
/// was measured of it. Gives the files. Throws Error(machine).
std::vector<std::filesystem::path> store_calibration(const Json& calibration, WallTime now);

}  // namespace mutlua
