// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "energy/other_processes.h"
#include "lab/surroundings.h"

namespace mutlua {
namespace {

constexpr Seconds kShortestSpan{2};    // of clock ticks that are 10 ms long
constexpr Seconds kAtLeastForCost{1};  // opening and closing a window weighs too much in less

/// A virtual machine is one before the window and in it: the graver of both is said.
void add_once(Flags& flags, const Flags& more) {
  for (const Flag& each : more) {
    const auto same = [&each](const Flag& flag) { return flag.id == each.id; };
    const auto said = std::find_if(flags.begin(), flags.end(), same);
    if (each.id != "virtualised" || said == flags.end()) {
      flags.push_back(each);
    } else if (each.severity > said->severity) {
      *said = each;
    }
  }
}

/// How far two powers are from each other, if that is more than both tolerances allow.
std::optional<double> drift(std::optional<double> now, std::optional<double> then,
                            const Thresholds& thresholds) {
  if (!now || !then) return std::nullopt;
  const double watts = std::abs(*now - *then);
  const double allowed =
      std::max(thresholds.idle_power_drift_watts, thresholds.idle_power_drift_pct / 100 * *then);
  return watts > allowed ? std::optional(watts) : std::nullopt;
}

Flag drift_flag(double watts, const std::string& what, int trial, const Thresholds& thresholds) {
  return {.id = "idle.power_drift",
          .severity = Severity::warn,
          .value = watts,
          .threshold = thresholds.idle_power_drift_watts,
          .when = "before",
          .detail = fmt::format("idle power of {} is {:.1f} W away from the block's first, that of "
                                "trial {}",
                                what, watts, trial)};
}

double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

}  // namespace

Flags Surroundings::flags(const Window* window, const std::set<int>& ours,
                          const std::set<int>& foreground, const Thresholds& thresholds) const {
  Flags flags;
  add_cooling(flags, thresholds);
  add_machine(flags, window, thresholds);
  add_processes(flags, ours, thresholds);
  add_unseen(flags, window, foreground);
  return flags;
}

void Surroundings::add_cooling(Flags& flags, const Thresholds& thresholds) const {
  if (!cool_down_) return;
  if (cool_down_->timed_out) {
    flags.push_back(
        {.id = "cooldown.timeout",
         .severity = Severity::warn,
         .value = cool_down_->seconds.count(),
         .threshold = cool_down_->wanted.most.count(),
         .when = "before",
         .detail = "the machine did not come to rest; missing: " + cool_down_->criterion});
  }
  add_drift(flags, thresholds);
  add_temperatures(flags, thresholds);
}

void Surroundings::add_drift(Flags& flags, const Thresholds& thresholds) const {
  const std::optional<Idle>& then = block().idle;
  const std::optional<Idle>& now = cool_down_->idle;
  if (!now || !then) return;
  for (std::size_t i = 0; i < now->gpus.size(); ++i) {
    const auto watts = drift(now->gpus[i].watts, then->gpus[i].watts, thresholds);
    if (watts)
      flags.push_back(drift_flag(*watts, now->gpus[i].uuid, block().idle_trial, thresholds));
  }
  for (std::size_t i = 0; i < now->domains.size(); ++i) {
    const auto watts = drift(now->domains[i], then->domains[i], thresholds);
    if (!watts) continue;
    const std::string& id = machine_.sampler.domains()[i].id;
    flags.push_back(drift_flag(*watts, id, block().idle_trial, thresholds));
  }
}

void Surroundings::add_temperatures(Flags& flags, const Thresholds& thresholds) const {
  for (const auto& [uuid, degrees] : cool_down_->end_temperatures) {
    const auto& others = block().temperatures[uuid];
    if (others.empty()) continue;
    const double delta = degrees - median(others);
    if (std::abs(delta) <= thresholds.start_temp_delta_celsius) continue;
    flags.push_back(
        {.id = "start_temp_delta",
         .severity = Severity::warn,
         .value = delta,
         .threshold = thresholds.start_temp_delta_celsius,
         .when = "before",
         .detail = fmt::format("{} began at {:.0f} C, {:+.0f} C from the block's median", uuid,
                               degrees, delta)});
  }
}

void Surroundings::add_machine(Flags& flags, const Window* window,
                               const Thresholds& thresholds) const {
  if (before_begin_ && before_end_) {
    const Seconds span = before_end_->clocks.at - before_begin_->clocks.at;
    const MachineState& begin = span >= kShortestSpan ? *before_begin_ : *before_end_;
    const MachineState* first = block().first ? &*block().first : nullptr;
    // What a study changes of the processor itself is no change behind its back.
    const bool ours = request_.governor.has_value();
    add_once(flags, flags_before({.begin = begin,
                                  .end = *before_end_,
                                  .own_cpu = own_cpu_,
                                  .request = request_,
                                  .block_start = ours ? nullptr : first},
                                 thresholds));
  }
  if (!window_begin_ || !window_end_) return;
  MachineChange change = change_between(*window_begin_, *window_end_);
  const GaugeSummary* self = window != nullptr ? window->gauge("self.cpu_us") : nullptr;
  if (self != nullptr && self->growth() && change.span >= kAtLeastForCost)
    change.sampler_cpu = Seconds(static_cast<double>(*self->growth()) * 1e-6);
  add_once(flags, flags_during(change, thresholds));
}

void Surroundings::add_processes(Flags& flags, const std::set<int>& ours,
                                 const Thresholds& thresholds) const {
  for (std::size_t i = 0; before_ && i < before_->processes.size(); ++i) {
    if (!before_->processes[i]) continue;
    const std::vector<GpuProcess>& processes = *before_->processes[i];
    const GpuInfo& gpu = machine_.sampler.gpus()[i];
    const auto count = std::count_if(processes.begin(), processes.end(),
                                     [&](auto& process) { return !ours.contains(process.pid); });
    if (count == 0) continue;
    flags.push_back(
        other_processes_flag(gpu, *before_, static_cast<std::size_t>(count), thresholds));
  }
}

void Surroundings::add_unseen(Flags& flags, const Window* window,
                              const std::set<int>& foreground) const {
  if (window == nullptr || foreground.empty()) return;
  for (const GpuEnergy& gpu : window->gpus) {
    const bool given = !foreground_gpus_ || foreground_gpus_->contains(gpu.info.uuid);
    const bool told = window->gauge(fmt::format("gpu{}.processes", gpu.info.index)) != nullptr;
    if (!gpu.assigned || !given || !told) continue;
    const bool seen = std::any_of(gpu.processes.begin(), gpu.processes.end(),
                                  [&](auto& process) { return foreground.contains(process.pid); });
    if (seen) continue;
    flags.push_back({.id = "gpu.pid_not_seen",
                     .severity = Severity::info,
                     .value = {},
                     .threshold = {},
                     .when = "during",
                     .detail = fmt::format("the driver lists no measured training on {}: none "
                                           "used it, or it knows them under other numbers (a "
                                           "container)",
                                           gpu.info.uuid)});
  }
}

}  // namespace mutlua
