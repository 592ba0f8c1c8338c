// SPDX-License-Identifier: MIT
#include "energy/thresholds.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "base/error.h"
#include "base/fields.h"

namespace mutlua {
namespace {

struct Entry {
  const char* id;
  double Thresholds::*value;
};

constexpr auto kEntries = std::to_array<Entry>({
    {"idle.power_drift.pct", &Thresholds::idle_power_drift_pct},
    {"idle.power_drift.watts", &Thresholds::idle_power_drift_watts},
    {"gpu.other_process.error_pct", &Thresholds::gpu_other_process_error_pct},
    {"cpu.other_load.warn_pct", &Thresholds::cpu_other_load_warn_pct},
    {"cpu.other_load.error_pct", &Thresholds::cpu_other_load_error_pct},
    {"virtualised.steal_pct", &Thresholds::virtualised_steal_pct},
    {"disk.low.bytes", &Thresholds::disk_low_bytes},
    {"mem.low.bytes", &Thresholds::mem_low_bytes},
    {"gpu.thermal_throttle.pct", &Thresholds::gpu_thermal_throttle_pct},
    {"cpu.thermal_throttle.events", &Thresholds::cpu_thermal_throttle_events},
    {"gpu.power_aliasing.warn_pct", &Thresholds::gpu_power_aliasing_warn_pct},
    {"gpu.power_aliasing.error_pct", &Thresholds::gpu_power_aliasing_error_pct},
    {"counter_stuck.updates", &Thresholds::counter_stuck_updates},
    {"sample.gaps.warn_pct", &Thresholds::sample_gaps_warn_pct},
    {"sample.gaps.error_pct", &Thresholds::sample_gaps_error_pct},
    {"clock.suspend.milliseconds", &Thresholds::clock_suspend_milliseconds},
    {"clock.step.milliseconds", &Thresholds::clock_step_milliseconds},
    {"swap.used.pages", &Thresholds::swap_used_pages},
    {"bg.died.seconds", &Thresholds::bg_died_seconds},
    {"bg.idle_fraction.pct", &Thresholds::bg_idle_fraction_pct},
    {"self.overhead.pct", &Thresholds::self_overhead_pct},
    {"short_window.updates", &Thresholds::short_window_updates},
    {"start_temp_delta.celsius", &Thresholds::start_temp_delta_celsius},
});
static_assert(kEntries.size() * sizeof(double) == sizeof(Thresholds), "a field has no id");

[[noreturn]] void refuse_unknown(const std::string& id, const std::string& where) {
  std::vector<std::string> known;
  for (const Entry& each : kEntries) known.emplace_back(each.id);
  throw Error(ErrorKind::usage,
              fmt::format("{}: unknown threshold '{}'{}", where, id, suggestion(id, known)));
}

double threshold_in(const Json& value, const std::string& id, const std::string& where) {
  const double number = value.is_number() ? value.get<double>() : -1;
  if (number >= 0 && std::isfinite(number)) return number;
  throw Error(ErrorKind::usage, fmt::format("{}.{}: must be a number of at least 0", where, id));
}

}  // namespace

Json to_json(const Thresholds& thresholds) {
  Json json = Json::object();
  for (const Entry& each : kEntries) json[each.id] = thresholds.*each.value;
  return json;
}

// An empty list counts as an empty object, as Lua cannot tell them apart.
Thresholds thresholds_from(const Json& overrides, const std::string& where) {
  Thresholds thresholds;
  if (overrides.is_null() || (overrides.is_array() && overrides.empty())) return thresholds;
  if (!overrides.is_object()) {
    throw Error(ErrorKind::usage, fmt::format("{}: must be an object of thresholds, not {}", where,
                                              type_name(overrides)));
  }
  for (const auto& [id, value] : overrides.items()) {
    const auto entry = std::find_if(kEntries.begin(), kEntries.end(),
                                    [&name = id](const Entry& each) { return name == each.id; });
    if (entry == kEntries.end()) refuse_unknown(id, where);
    thresholds.*entry->value = threshold_in(value, id, where);
  }
  return thresholds;
}

}  // namespace mutlua
