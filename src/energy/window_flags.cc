// SPDX-License-Identifier: MIT
#include "energy/window_flags.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "energy/gpu_flags.h"
#include "energy/machine_flags.h"

namespace mutlua {
namespace {

constexpr Seconds kAtLeastForCost{1};   // opening and closing a window weighs too much in less
constexpr double kAtLeastForStuck = 1;  // seconds: readings are a tenth of a second apart

void flag_domain(Flags& flags, const DomainEnergy& domain, const Window& window,
                 const Thresholds& thresholds) {
  const std::string& id = domain.info.id;
  if (domain.breaks > 0) {
    flags.push_back({.id = "counter_reset",
                     .severity = Severity::error,
                     .value = domain.breaks,
                     .threshold = 0,
                     .when = "during",
                     .detail = id + ": the counter was reset, or jumped further than can be"});
  }
  if (domain.ambiguous) {
    flags.push_back(
        {.id = "wrap_ambiguous",
         .severity = Severity::error,
         .value = std::nullopt,
         .threshold = std::nullopt,
         .when = "during",
         .detail = id + ": it was not read for so long that it may have wrapped twice"});
  }
  const double updates = domain.info.update_period.count();
  const double still = domain.unchanged.count();
  if (still > std::max(thresholds.counter_stuck_updates * updates, kAtLeastForStuck)) {
    flags.push_back({.id = "counter_stuck",
                     .severity = Severity::error,
                     .value = still,
                     .threshold = thresholds.counter_stuck_updates * updates,
                     .when = "during",
                     .detail = fmt::format("{}: the counter stood still for {:.1f} s", id, still)});
  }
  if (updates > 0 && window.duration().count() < thresholds.short_window_updates * updates) {
    flags.push_back({.id = "short_window",
                     .severity = Severity::warn,
                     .value = window.duration().count() / updates,
                     .threshold = thresholds.short_window_updates,
                     .when = "after",
                     .detail = id + ": the window is a few updates of the sensor long"});
  }
}

void flag_ticks(Flags& flags, const Window& window, const Thresholds& thresholds) {
  const double late_pct = window.ticks > 0 ? 100.0 * window.late_ticks / window.ticks : 0;
  if (late_pct > thresholds.sample_gaps_warn_pct) {
    flags.push_back({.id = "sample.late",
                     .severity = Severity::warn,
                     .value = late_pct,
                     .threshold = thresholds.sample_gaps_warn_pct,
                     .when = "during",
                     .detail = fmt::format("{:.1f} % of the readings came late by more than three "
                                           "periods: the machine was overloaded",
                                           late_pct)});
  }
  if (window.truncated) {
    flags.push_back({.id = "trace.truncated",
                     .severity = Severity::warn,
                     .value = std::nullopt,
                     .threshold = std::nullopt,
                     .when = "during",
                     .detail = "the raw trace could not be written to its end; the joules are not "
                               "affected, but cannot be derived again"});
  }
}

void flag_missing(Flags& flags, const Window& window) {
  std::string why;
  const auto missing = [&](const char* what) {
    flags.push_back({.id = "source.missing",
                     .severity = Severity::info,
                     .value = std::nullopt,
                     .threshold = std::nullopt,
                     .when = "before",
                     .detail = fmt::format("{}: {}", what, why)});
  };
  if (!window.cpu(&why)) missing("cpu");
  if (!window.gpu(&why)) missing("gpu");
}

std::optional<std::int64_t> growth(const Window& window, const std::string& column) {
  const GaugeSummary* gauge = window.gauge(column);
  return gauge == nullptr ? std::nullopt : gauge->growth();
}

std::optional<Nanoseconds> moved(const Window& window, const std::string& column) {
  const auto microseconds = growth(window, column);
  if (!microseconds) return std::nullopt;
  return Nanoseconds(std::chrono::microseconds(*microseconds));
}

MachineChange change_in(const Window& window) {
  MachineChange change;
  change.span = window.duration();
  change.package_throttles = growth(window, "cpu.package_throttles");
  const auto in = growth(window, "swap.in_pages");
  const auto out = growth(window, "swap.out_pages");
  if (in && out) change.swap_pages = *in + *out;
  change.suspended = moved(window, "clock.boottime_offset_us");
  change.stepped = moved(window, "clock.realtime_offset_us");
  if (change.stepped && change.suspended) *change.stepped -= *change.suspended;
  const auto own = growth(window, "self.cpu_us");
  if (own && change.span >= kAtLeastForCost)
    change.sampler_cpu = Seconds(static_cast<double>(*own) * 1e-6);
  return change;
}

}  // namespace

Flags window_flags(const Window& window, const Thresholds& thresholds) {
  Flags flags = window.notes;
  flag_missing(flags, window);
  for (const DomainEnergy& domain : window.domains) flag_domain(flags, domain, window, thresholds);
  for (const GpuEnergy& gpu : window.gpus) {
    if (!gpu.assigned) continue;
    const Flags more = gpu_flags(gpu, window, thresholds);
    flags.insert(flags.end(), more.begin(), more.end());
  }
  if (window.external) {
    const Flags meter = meter_flags(*window.external);
    flags.insert(flags.end(), meter.begin(), meter.end());
  }
  flag_ticks(flags, window, thresholds);
  const Flags machine = flags_during(change_in(window), thresholds);
  flags.insert(flags.end(), machine.begin(), machine.end());
  return flags;
}

}  // namespace mutlua
