// SPDX-License-Identifier: MIT
#include "lab/outcome.h"

namespace mutlua {
namespace {

constexpr Seconds kShortestForGpu{5};  // the counter at a mark is off by up to 0.1 s of power

void add_energy(Json& json, const EnergySoFar& before, const EnergySoFar& after, Seconds span) {
  const bool cpu = before.cpu && after.cpu;
  const bool gpu = before.gpu && after.gpu && span >= kShortestForGpu;
  if (cpu) json["cpu_joules"] = (*after.cpu - *before.cpu).value;
  if (gpu) json["gpu_joules"] = (*after.gpu - *before.gpu).value;
  if (cpu && gpu) json["joules"] = ((*after.cpu - *before.cpu) + (*after.gpu - *before.gpu)).value;
}

Json marks_json(const Outcome& outcome) {
  Json list = Json::array();
  for (const NamedInstant& mark : outcome.marks) {
    list.push_back({{"label", mark.label}, {"seconds", (mark.at - outcome.began).count()}});
    const auto energy = outcome.energy.find(mark.at);
    if (energy == outcome.energy.end()) continue;
    if (energy->second.cpu) list.back()["cpu_joules"] = energy->second.cpu->value;
    if (energy->second.gpu) list.back()["gpu_joules"] = energy->second.gpu->value;
  }
  return list;
}

Json epoch_json(const Epoch& epoch, const EnergyByInstant& energy) {
  Json json = {{"index", epoch.index}};
  if (epoch.began && *epoch.began < epoch.at) {
    json["seconds"] = (epoch.at - *epoch.began).count();
    const auto before = energy.find(*epoch.began);
    const auto after = energy.find(epoch.at);
    if (before != energy.end() && after != energy.end()) {
      add_energy(json, before->second, after->second, epoch.at - *epoch.began);
    }
  }
  json["metrics"] = metrics_json(epoch.metrics);
  return json;
}

}  // namespace

Json metrics_json(const MetricValues& metrics) {
  Json json = Json::object();
  for (const auto& [name, value] : metrics) json[name] = value;
  return json;
}

Json epochs_json(const Outcome& outcome) {
  Json list = Json::array();
  for (const Epoch& epoch : outcome.epochs) {
    if (epoch.ended_by_log && !outcome.completed()) continue;  // cut short: no whole epoch
    list.push_back(epoch_json(epoch, outcome.energy));
  }
  return list;
}

Json outcome_json(const Outcome& outcome) {
  Json json = {{"id", outcome.id}, {"status", to_text(outcome.verdict.status)}};
  if (outcome.exit.exit_code) json["exit_code"] = *outcome.exit.exit_code;
  if (outcome.exit.signal) json["signal"] = *outcome.exit.signal;
  json["duration_seconds"] = outcome.duration().count();
  json["metrics"] = metrics_json(outcome.metrics);
  json["missing_metrics"] = outcome.verdict.missing_metrics;
  json["epochs"] = epochs_json(outcome);
  if (!outcome.marks.empty()) json["marks"] = marks_json(outcome);
  if (outcome.exit.peak_memory_bytes > 0)
    json["peak_memory_bytes"] = outcome.exit.peak_memory_bytes;
  if (outcome.exit.cpu_time > Seconds(0)) json["cpu_seconds"] = outcome.exit.cpu_time.count();
  if (outcome.exit.strays > 0) json["strays"] = outcome.exit.strays;
  json["log"] = outcome.log.string();
  if (!outcome.verdict.reason.empty()) json["reason"] = outcome.verdict.reason;
  return json;
}

}  // namespace mutlua
