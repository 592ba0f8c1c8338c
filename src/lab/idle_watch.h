// SPDX-License-Identifier: MIT
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "base/json.h"
#include "energy/sampler.h"
#include "lab/waits.h"

namespace mutlua {

/// What a GPU did over a short span. Absent: it was not told.
struct GpuIdle {
  std::string uuid;
  std::optional<double> watts;
  std::optional<double> temperature;  ///< the last one, degrees Celsius
  std::optional<double> slope;        ///< of the temperature, degrees per minute, linear fit
  std::optional<double> sm_mhz;       ///< the highest
  std::optional<double> wander;       ///< of the temperature: highest less lowest
  std::optional<double> utilisation;  ///< the last one, percent
  std::optional<int> processes;       ///< the last count
};

/// What the machine did over a short span in which it was meant to do nothing.
struct Idle {
  Seconds span{0};
  std::vector<GpuIdle> gpus;
  std::vector<std::optional<double>> domains;  ///< watts of each CPU domain

  std::optional<double> busy;  ///< share of all processors

  /// Whether a process had a GPU open: its idle power is higher then. Absent: not told.
  std::optional<bool> context() const;
};

/// {seconds, state, gpus = [{uuid, watts, temperature_c, temperature_slope_c_per_minute, sm_mhz,
/// processes}], cpu_watts = [watts], cpu_busy_fraction}
Json to_json(const Idle& idle);

/// Watches until the machine is idle and cool: fed with what the sensors say, it decides.
///
/// Over the last `window` seconds: no more processes on the GPUs than in the reference, power of
/// each GPU within 3 % or 3 W of it (the larger), clocks no higher, temperature no more than the
/// margin above it and changing by less than 0.5 degrees a minute, power of each CPU domain within
/// 5 % or 3 W, the processors busy for no more than a tenth. A temperature that stays within one
/// degree stands still, whatever its slope: thermometers show whole degrees. Without a reference,
/// power is held against the first half of the same window, and the GPUs must have nothing to do.
/// What is not told is no criterion.
class IdleWatch {
 public:
  /// `reference` may be absent: the first of its block.
  IdleWatch(const Cooling& cooling, std::vector<DomainInfo> domains, std::vector<GpuInfo> gpus,
            std::optional<Idle> reference, Instant begin);

  void see(const Observation& seen);

  bool content() const { return content_; }
  /// The criterion that was met last, or that is still missing: "a temperature that stands still".
  const std::string& last_criterion() const { return criterion_; }
  /// What was seen in the last `window` seconds.
  Idle idle() const { return idle_between(0, seen_.size()); }
  /// Temperatures when the watch began, of each GPU.
  const std::vector<std::optional<double>>& first_temperatures() const { return first_; }

 private:
  Idle idle_between(std::size_t from, std::size_t to) const;
  GpuIdle gpu_idle(std::size_t gpu, std::size_t from, std::size_t to) const;
  std::optional<double> busy_between(std::size_t from, std::size_t to) const;
  std::optional<double> watts_of(std::size_t domain, std::size_t from, std::size_t to) const;
  std::string missing(Instant now) const;

  Cooling cooling_;
  std::vector<DomainInfo> domains_;
  std::vector<GpuInfo> gpus_;
  std::optional<Idle> reference_;
  Instant begin_;
  std::deque<Observation> seen_;  ///< of the last `window` seconds
  std::vector<std::optional<double>> first_;
  bool content_ = false;
  std::string criterion_ = "the least time";
};

}  // namespace mutlua
