// SPDX-License-Identifier: MIT
#include "lab/cool_down.h"

#include "lab/repeating.h"

namespace mutlua {
namespace {

constexpr Seconds kPeriod{0.5};
constexpr Seconds kSimulatedPeriod{2.5};  // its readings have no noise, and its hours are short

CoolDown unwatched(const Cooling& cooling, Supervisor& supervisor, const Machine& machine) {
  CoolDown result;
  result.wanted = cooling;
  const Instant begin = supervisor.now();
  supervisor.wait_until([] { return false; }, begin + cooling.shortest());
  result.seconds = supervisor.now() - begin;
  result.criterion = cooling.until_idle ? "the least time" : "a fixed time";
  if (!cooling.until_idle) return result;
  const Unavailable& why = machine.sampler.unavailable();
  result.reason =
      "no sensor tells whether the machine is idle: " + (why.gpu.empty() ? why.cpu : why.gpu);
  return result;
}

std::map<std::string, double> by_uuid(const std::vector<GpuInfo>& gpus,
                                      const std::vector<std::optional<double>>& values) {
  std::map<std::string, double> result;
  for (std::size_t i = 0; i < gpus.size() && i < values.size(); ++i) {
    if (values[i]) result[gpus[i].uuid] = *values[i];
  }
  return result;
}

}  // namespace

Json to_json(const CoolDown& cool_down) {
  Json json = {{"seconds", cool_down.seconds.count()}, {"criterion", cool_down.criterion}};
  if (cool_down.timed_out) json["timed_out"] = true;
  if (!cool_down.reason.empty()) json["reason"] = cool_down.reason;
  if (!cool_down.begin_temperatures.empty())
    json["begin_temperature_c"] = cool_down.begin_temperatures;
  if (!cool_down.end_temperatures.empty()) json["start_temperature_c"] = cool_down.end_temperatures;
  if (cool_down.idle) json["idle"] = to_json(*cool_down.idle);
  return json;
}

CoolDown cool_down(const Cooling& cooling, const std::optional<Idle>& reference,
                   Supervisor& supervisor, const Machine& machine) {
  if (!machine.sampler.has_domains() || machine.printed)
    return unwatched(cooling, supervisor, machine);
  const Instant begin = supervisor.now();
  IdleWatch watch(cooling, machine.sampler.domains(), machine.sampler.gpus(), reference, begin);
  int silent = 0;
  const auto look = [&] {
    const auto seen = machine.sampler.observe();
    silent = seen ? 0 : silent + 1;
    if (seen) watch.see(*seen);
  };
  bool content = false;
  {
    const Repeating looking(supervisor, machine.simulated ? kSimulatedPeriod : kPeriod, look);
    const auto done = [&] { return cooling.until_idle && watch.content(); };
    const Seconds limit = cooling.until_idle ? cooling.most : cooling.seconds;
    content = supervisor.wait_until(done, begin + limit);
  }
  CoolDown result;
  result.wanted = cooling;
  result.seconds = supervisor.now() - begin;
  result.criterion = cooling.until_idle ? watch.last_criterion() : "a fixed time";
  result.timed_out = cooling.until_idle && !content;
  if (silent > 0) result.reason = "the sensors do not answer";
  const Idle idle = watch.idle();
  std::vector<std::optional<double>> last;
  for (const GpuIdle& gpu : idle.gpus) last.push_back(gpu.temperature);
  result.begin_temperatures = by_uuid(machine.sampler.gpus(), watch.first_temperatures());
  result.end_temperatures = by_uuid(machine.sampler.gpus(), last);
  if (idle.span >= cooling.window) result.idle = idle;
  return result;
}

}  // namespace mutlua
