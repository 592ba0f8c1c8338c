// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "base/json.h"

namespace mutlua {

/// One column of a recording in tests/energy/h200, for a scenario of the fake NVML.
inline Json h200_column(const std::string& file, const std::string& value,
                        const Json& more = Json::object()) {
  Json column = {{"file", std::string(MUTLUA_SOURCE_FOLDER "/tests/energy/h200/") + file},
                 {"value", value}};
  column.update(more);
  return column;
}

/// A device that plays recording B from its second `from_s` on: samples, counter, 1 s average,
/// temperature, clock, reasons and utilisation as the H200 gave them; its true power is what the
/// samples say. Lasts 153 s.
inline Json h200_recording(double from_s = 0) {
  const Json from = {{"from_s", from_s}};
  const auto slow = [&](const char* column) {
    return h200_column("h200_b_slow.csv", column, from);
  };
  const auto counter =
      h200_column("h200_b_counter.csv", "mj", {{"time", "t_before_us"}, {"from_s", from_s}});
  const auto power = h200_column("h200_b_power_samples.csv", "mw",
                                 {{"scale", 0.001}, {"hold_backward", true}, {"from_s", from_s}});
  return {{"power", power},
          {"samples", {{"csv", h200_column("h200_b_power_samples.csv", "mw", from)}}},
          {"counter", {{"csv", counter}}},
          {"average", {{"csv", slow("avg_mw")}}},
          {"temperature_c", slow("temp_c")},
          {"sm_mhz", slow("sm_mhz")},
          {"clock_reasons", slow("reasons")},
          {"utilisation_pct", slow("util")}};
}

}  // namespace mutlua
