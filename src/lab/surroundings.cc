// SPDX-License-Identifier: MIT
#include "lab/surroundings.h"

#include <sys/resource.h>

#include <algorithm>

namespace mutlua {
namespace {

/// CPU time of this program.
Seconds own_cpu() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  const auto of = [](const timeval& time) {
    return Seconds(static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6);
  };
  return of(usage.ru_utime) + of(usage.ru_stime);
}

}  // namespace

std::optional<MachineState> Surroundings::state() const {
  if (!machine_.state) return std::nullopt;
  return machine_.state();
}

void Surroundings::begin(const TrialSpec& trial, int number) {
  block_name_ = trial.block.value_or("");
  number_ = number;
  request_ = {.governor = trial.governor, .turbo = {}, .epp = {}};
  before_begin_ = state();
  before_end_ = before_begin_;
  own_cpu_ = own_cpu();
  before_.reset();
  if (!machine_.sampler.gpus().empty()) before_ = machine_.sampler.observe();
  cool_down_.reset();
  window_begin_.reset();
  window_end_.reset();
  if (!block().first) block().first = before_begin_;
}

void Surroundings::cooled(const CoolDown& seen) {
  cool_down_ = seen;
  before_end_ = state();
  own_cpu_ = own_cpu() - own_cpu_;
  if (!machine_.sampler.gpus().empty()) before_ = machine_.sampler.observe();
  if (block().idle || !seen.idle || seen.timed_out) return;
  block().idle = seen.idle;
  block().idle_trial = number_;
}

void Surroundings::end() {
  if (!cool_down_) return;
  for (const auto& [uuid, degrees] : cool_down_->end_temperatures)
    block().temperatures[uuid].push_back(degrees);
}

void Surroundings::keep_idle_reading(const Window& window) {
  Json reading = {{"trial", number_},
                  {"seconds", window.duration().count()},
                  {"state", "no_context"},
                  {"gpus", Json::object()}};
  for (const GpuEnergy& gpu : window.gpus) {
    if (gpu.joules) reading["gpus"][gpu.info.uuid] = (*gpu.joules / window.duration()).value;
    if (!gpu.processes.empty()) reading["state"] = "context";
  }
  if (const auto cpu = window.cpu()) reading["cpu_watts"] = (*cpu / window.duration()).value;
  block().idle_reading = std::move(reading);
}

}  // namespace mutlua
