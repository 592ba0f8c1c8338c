// SPDX-License-Identifier: MIT
#include "lab/surroundings.h"

#include <fmt/format.h>
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

/// CPU time of a group of trainings so far; absent: there were none yet, or it is not known.
std::optional<Seconds> cpu_of(GroupTime* group) {
  if (group == nullptr) return std::nullopt;
  GaugeValue used;
  group->read({&used, 1});
  if (!used) return std::nullopt;
  return Seconds(static_cast<double>(*used) * 1e-6);
}

Seconds growth(std::optional<Seconds> begin, std::optional<Seconds> end) {
  return begin && end ? std::max(Seconds(0), *end - *begin) : Seconds(0);
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
  own_cpu_ = Seconds(0);
  foreground_gpus_.emplace();
  for (const ModelUse& use : trial.foregrounds) {
    if (!use.gpu_uuids) foreground_gpus_.reset();
    if (!foreground_gpus_) break;
    foreground_gpus_->insert(use.gpu_uuids->begin(), use.gpu_uuids->end());
  }
  if (trial.is_by_hand()) foreground_gpus_.reset();  // it may use any
  before_.reset();
  if (!machine_.sampler.gpus().empty()) before_ = machine_.sampler.observe();
  cool_down_.reset();
  window_begin_.reset();
  window_end_.reset();
  if (!block().first) block().first = before_begin_;
}

void Surroundings::cooling_begins() {
  before_begin_ = state();
  own_cpu_begin_ = own_cpu();
  foreground_begin_ = cpu_of(machine_.foreground_time);
  background_begin_ = cpu_of(machine_.background_time);
}

void Surroundings::cooled(const CoolDown& seen) {
  cool_down_ = seen;
  before_end_ = state();
  own_cpu_ = own_cpu() - own_cpu_begin_ +
             growth(foreground_begin_, cpu_of(machine_.foreground_time)) +
             growth(background_begin_, cpu_of(machine_.background_time));
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
                  {"state", nullptr},
                  {"gpus", Json::object()}};
  bool opened = false;
  bool known = true;
  for (const GpuEnergy& gpu : window.gpus) {
    if (gpu.joules) reading["gpus"][gpu.info.uuid] = (*gpu.joules / window.duration()).value;
    const GaugeSummary* processes = window.gauge(fmt::format("gpu{}.processes", gpu.info.index));
    opened = opened || (processes != nullptr && processes->most > 0);
    known = known && processes != nullptr;
  }
  if (opened || known) reading["state"] = opened ? "context" : "no_context";
  if (const auto cpu = window.cpu()) reading["cpu_watts"] = (*cpu / window.duration()).value;
  block().idle_reading = std::move(reading);
}

}  // namespace mutlua
