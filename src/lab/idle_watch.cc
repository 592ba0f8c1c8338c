// SPDX-License-Identifier: MIT
#include "lab/idle_watch.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <thread>
#include <utility>

namespace mutlua {
namespace {

constexpr double kGpuShare = 0.03;
constexpr double kCpuShare = 0.05;
constexpr double kWatts = 3;
constexpr double kSlope = 0.5;       // degrees a minute
constexpr double kClockMargin = 15;  // MHz: one step of the clock
constexpr double kDegree = 1;        // a step of the thermometer
constexpr double kIdlePercent = 5;   // utilisation of a GPU with nothing to do
constexpr double kBusyShare = 0.1;   // of all processors: what a system does for itself

/// Whether a power is near to what it should be; also if one of them is not known.
bool near(std::optional<double> watts, std::optional<double> wanted, double share) {
  if (!watts || !wanted) return true;
  return std::abs(*watts - *wanted) <= std::max(kWatts, share * *wanted);
}

struct Sums {
  double n = 0, t = 0, y = 0, tt = 0, ty = 0;
};

std::optional<double> slope_of(const Sums& sums) {
  const double spread = sums.n * sums.tt - sums.t * sums.t;
  if (sums.n < 2 || spread <= 0) return std::nullopt;
  return (sums.n * sums.ty - sums.t * sums.y) / spread;
}

Json number_or_null(const std::optional<double>& value) {
  return value ? Json(*value) : Json(nullptr);
}

std::optional<double> gauge(const Observation& seen, const GpuInfo& gpu, const char* name) {
  const auto found = seen.gauges.find(fmt::format("gpu{}.{}", gpu.index, name));
  if (found == seen.gauges.end()) return std::nullopt;
  return static_cast<double>(found->second);
}

}  // namespace

std::optional<bool> Idle::context() const {
  std::optional<bool> open;
  for (const GpuIdle& gpu : gpus) {
    if (!gpu.processes) return std::nullopt;
    open = open.value_or(false) || *gpu.processes > 0;
  }
  return open;
}

Json to_json(const Idle& idle) {
  const std::optional<bool> context = idle.context();
  Json json = {{"seconds", idle.span.count()},
               {"state", context ? Json(*context ? "context" : "no_context") : Json(nullptr)},
               {"gpus", Json::array()},
               {"cpu_watts", Json::array()}};
  for (const GpuIdle& gpu : idle.gpus) {
    json["gpus"].push_back({{"uuid", gpu.uuid},
                            {"watts", number_or_null(gpu.watts)},
                            {"temperature_c", number_or_null(gpu.temperature)},
                            {"temperature_slope_c_per_minute", number_or_null(gpu.slope)},
                            {"sm_mhz", number_or_null(gpu.sm_mhz)},
                            {"processes", gpu.processes ? Json(*gpu.processes) : Json(nullptr)}});
  }
  json["cpu_busy_fraction"] = number_or_null(idle.busy);
  for (const auto& watts : idle.domains) json["cpu_watts"].push_back(number_or_null(watts));
  return json;
}

IdleWatch::IdleWatch(const Cooling& cooling, std::vector<DomainInfo> domains,
                     std::vector<GpuInfo> gpus, std::optional<Idle> reference, Instant begin)
    : cooling_(cooling),
      domains_(std::move(domains)),
      gpus_(std::move(gpus)),
      reference_(std::move(reference)),
      begin_(begin) {}

void IdleWatch::see(const Observation& seen) {
  if (first_.empty()) {
    for (const GpuInfo& gpu : gpus_) first_.push_back(gauge(seen, gpu, "temperature_c"));
  }
  seen_.push_back(seen);
  // One observation at or before the window's beginning stays, so that all of it is covered.
  while (seen_.size() > 1 && seen.at - seen_[1].at >= cooling_.window) seen_.pop_front();
  const std::string still_missing = missing(seen.at);
  content_ = still_missing.empty();
  if (!content_) criterion_ = still_missing;
}

std::string IdleWatch::missing(Instant now) const {
  if (now - begin_ < cooling_.least) return "the least time";
  if (now - seen_.front().at < cooling_.window) return "the whole window";
  const Idle all = idle();
  const Idle half = idle_between(0, seen_.size() / 2);
  for (std::size_t i = 0; i < all.gpus.size(); ++i) {
    const GpuIdle& gpu = all.gpus[i];
    const GpuIdle& wanted = reference_ ? reference_->gpus[i] : half.gpus[i];
    if (reference_ && gpu.processes && wanted.processes && *gpu.processes > *wanted.processes)
      return "a GPU without processes of ours";
    if (!reference_ && gpu.utilisation.value_or(0) > kIdlePercent)
      return "a GPU with nothing to do";
    if (!near(gpu.watts, wanted.watts, kGpuShare)) return "GPU power";
    if (gpu.sm_mhz && wanted.sm_mhz && *gpu.sm_mhz > *wanted.sm_mhz + kClockMargin)
      return "GPU clocks";
    if (reference_ && gpu.temperature && wanted.temperature &&
        *gpu.temperature > *wanted.temperature + cooling_.temperature_margin)
      return "temperature";
    if (gpu.slope && std::abs(*gpu.slope) >= kSlope && gpu.wander.value_or(0) > kDegree)
      return "a temperature that stands still";
  }
  const auto& wanted = reference_ ? reference_->domains : half.domains;
  for (std::size_t i = 0; i < all.domains.size(); ++i) {
    if (!near(all.domains[i], wanted[i], kCpuShare)) return "CPU power";
  }
  if (all.busy.value_or(0) > kBusyShare) return "processors with nothing to do";
  return "";
}

Idle IdleWatch::idle_between(std::size_t from, std::size_t to) const {
  Idle idle;
  if (to > from) idle.span = seen_[to - 1].at - seen_[from].at;
  idle.busy = busy_between(from, to);
  for (std::size_t i = 0; i < gpus_.size(); ++i) idle.gpus.push_back(gpu_idle(i, from, to));
  for (std::size_t i = 0; i < domains_.size(); ++i) idle.domains.push_back(watts_of(i, from, to));
  return idle;
}

GpuIdle IdleWatch::gpu_idle(std::size_t gpu, std::size_t from, std::size_t to) const {
  GpuIdle idle;
  idle.uuid = gpus_[gpu].uuid;
  double coolest = 0;
  double hottest = 0;
  double power = 0;
  int powers = 0;
  Sums sums;
  for (std::size_t i = from; i < to; ++i) {
    const Observation& seen = seen_[i];
    auto milliwatts = gauge(seen, gpus_[gpu], "average_mw");
    if (!milliwatts) milliwatts = gauge(seen, gpus_[gpu], "instant_mw");
    if (milliwatts) power += *milliwatts, ++powers;
    const auto clock = gauge(seen, gpus_[gpu], "sm_mhz");
    if (clock) idle.sm_mhz = std::max(*clock, idle.sm_mhz.value_or(*clock));
    const auto degrees = gauge(seen, gpus_[gpu], "temperature_c");
    if (degrees) {
      const double minutes = (seen.at - seen_[from].at) / Seconds(60);
      coolest = idle.temperature ? std::min(coolest, *degrees) : *degrees;
      hottest = idle.temperature ? std::max(hottest, *degrees) : *degrees;
      idle.temperature = degrees;
      sums = {sums.n + 1, sums.t + minutes, sums.y + *degrees, sums.tt + minutes * minutes,
              sums.ty + minutes * *degrees};
    }
    idle.utilisation = gauge(seen, gpus_[gpu], "utilisation_pct");
    const bool told = gpu < seen.processes.size() && seen.processes[gpu];
    idle.processes =
        told ? std::optional(static_cast<int>(seen.processes[gpu]->size())) : std::nullopt;
  }
  if (idle.temperature) idle.wander = hottest - coolest;
  if (powers > 0) idle.watts = power / powers / 1000;
  idle.slope = slope_of(sums);
  return idle;
}

/// Share of all processors that worked between two observations.
std::optional<double> IdleWatch::busy_between(std::size_t from, std::size_t to) const {
  if (to < from + 2) return std::nullopt;
  const Observation& first = seen_[from];
  const Observation& last = seen_[to - 1];
  const auto before = first.gauges.find("cpu.busy_us");
  const auto after = last.gauges.find("cpu.busy_us");
  if (before == first.gauges.end() || after == last.gauges.end()) return std::nullopt;
  const double processors = std::max(1U, std::thread::hardware_concurrency());
  const double seconds = static_cast<double>(after->second - before->second) * 1e-6;
  return seconds / processors / (last.at - first.at).count();
}

std::optional<double> IdleWatch::watts_of(std::size_t domain, std::size_t from,
                                          std::size_t to) const {
  if (to < from + 2) return std::nullopt;
  const auto& first = seen_[from].cpu;
  const auto& last = seen_[to - 1].cpu;
  if (domain >= first.size() || domain >= last.size()) return std::nullopt;
  const Reading& a = first[domain];
  const Reading& b = last[domain];
  const Seconds span = b.before - a.before;
  if (a.error != 0 || b.error != 0 || b.raw < a.raw || span <= Seconds(0)) return std::nullopt;
  return static_cast<double>(b.raw - a.raw) * domains_[domain].joules_per_unit / span.count();
}

}  // namespace mutlua
