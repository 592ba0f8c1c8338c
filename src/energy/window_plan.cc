// SPDX-License-Identifier: MIT
#include "energy/window_plan.h"

#include <fmt/format.h>

#include <algorithm>

namespace mutlua {
namespace {

void append(std::vector<GaugeInfo>& columns, const Gauges& gauges) {
  columns.insert(columns.end(), gauges.gauges().begin(), gauges.gauges().end());
}

bool assigned(const GpuInfo& info, const WindowPlan& plan) {
  return plan.gpus.empty() ||
         std::find(plan.gpus.begin(), plan.gpus.end(), info.uuid) != plan.gpus.end();
}

}  // namespace

TraceHeader header_of(const Sensors& sensors, const Rates& rates, const WindowPlan& plan) {
  TraceHeader header;
  for (const auto& source : sensors.cpu) {
    header.domains.insert(header.domains.end(), source->domains().begin(), source->domains().end());
  }
  for (const auto& gauges : sensors.fast) append(header.fast, *gauges);
  for (const auto& gauges : sensors.slow) append(header.slow, *gauges);
  for (const auto& gpu : sensors.gpus) {
    const GpuInfo& info = gpu->info();
    header.gpus.push_back(info);
    header.assigned.push_back(assigned(info, plan));
    append(header.fast, *gpu);
    const std::string name = fmt::format("gpu{}", info.index);
    header.slow.push_back({.column = name + ".processes"});
    header.slow.push_back({.column = name + ".held_power_ns", .kind = GaugeInfo::Kind::total});
    header.slow.push_back({.column = name + ".held_thermal_ns", .kind = GaugeInfo::Kind::total});
  }
  header.tick_period = rates.tick;
  header.unavailable = sensors.unavailable;
  header.notes = sensors.notes;
  header.facts = sensors.facts;
  return header;
}

}  // namespace mutlua
