// SPDX-License-Identifier: MIT
#include <cmath>

#include "energy/cpu_shares.h"
#include "energy/machine_flags.h"

namespace mutlua {
namespace {

double milliseconds(Nanoseconds span) {
  return std::chrono::duration<double, std::milli>(span).count();
}

struct DuringFlag {
  std::string id;
  Severity severity;
  std::optional<double> value;
  double threshold;
  std::string detail;
  bool performance = false;
};

void add_during(Flags& flags, DuringFlag flag) {
  if (!flag.value || *flag.value <= flag.threshold) return;
  flags.push_back({.id = std::move(flag.id),
                   .severity = flag.severity,
                   .value = flag.value,
                   .threshold = flag.threshold,
                   .when = "during",
                   .detail = std::move(flag.detail),
                   .performance = flag.performance});
}

template <typename Count>
std::optional<double> number(std::optional<Count> count) {
  return count ? std::optional(static_cast<double>(*count)) : std::nullopt;
}

std::optional<double> sampler_share(const MachineChange& change) {
  if (!change.sampler_cpu || change.span <= Seconds(0)) return std::nullopt;
  return *change.sampler_cpu / change.span * 100;
}

std::optional<double> size_in_milliseconds(std::optional<Nanoseconds> span) {
  return span ? std::optional(std::abs(milliseconds(*span))) : std::nullopt;
}

}  // namespace

MachineChange change_between(const MachineState& begin, const MachineState& end) {
  MachineChange change;
  change.package_throttles = growth(begin.package_throttles, end.package_throttles);
  const auto in = growth(begin.swap_in_pages, end.swap_in_pages);
  const auto out = growth(begin.swap_out_pages, end.swap_out_pages);
  if (in && out) change.swap_pages = *in + *out;
  change.suspended = end.clocks.boottime - begin.clocks.boottime;
  change.stepped = end.clocks.realtime - begin.clocks.realtime - *change.suspended;
  if (const auto xids = growth(begin.xids, end.xids)) change.xids = static_cast<int>(*xids);
  if (const auto shares = cpu_shares(begin, end)) change.steal_fraction = shares->steal;
  change.span = end.clocks.at - begin.clocks.at;
  return change;
}

Flags flags_during(const MachineChange& change, const Thresholds& thresholds) {
  Flags flags;
  add_during(flags, {"cpu.thermal_throttle", Severity::warn, number(change.package_throttles),
                     thresholds.cpu_thermal_throttle_events,
                     "the processor was slowed down because it was hot"});
  add_during(flags, {"swap.used", Severity::warn, number(change.swap_pages),
                     thresholds.swap_used_pages, "the machine moved pages to or from swap"});
  add_during(flags, {"clock.suspend", Severity::error, size_in_milliseconds(change.suspended),
                     thresholds.clock_suspend_milliseconds,
                     "the machine was suspended inside the window", true});
  add_during(flags, {"clock.step", Severity::warn, size_in_milliseconds(change.stepped),
                     thresholds.clock_step_milliseconds,
                     "the calendar clock was stepped inside the window"});
  add_during(flags, {"gpu.xid", Severity::error, number(change.xids), 0,
                     "the NVIDIA driver reported a fault (Xid) in the kernel's log", true});
  add_during(flags,
             {"self.overhead", Severity::warn, sampler_share(change), thresholds.self_overhead_pct,
              "the measuring itself used this share of a core, in percent"});
  if (change.steal_fraction.value_or(0) > 0) {
    flags.push_back(steal_flag(*change.steal_fraction, "during", thresholds));
  }
  return flags;
}

}  // namespace mutlua
