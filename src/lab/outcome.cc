// SPDX-License-Identifier: MIT
#include "lab/outcome.h"

#include <utility>

#include "lab/epoch_times.h"

namespace mutlua {
namespace {

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

Json epoch_json(const Epoch& epoch, const EpochTimes& times, const EnergyByInstant& energy) {
  Json json = {{"index", epoch.index}};
  if (times.clean(epoch)) {
    json["seconds"] = (epoch.at - *epoch.began).count();
    add_energy_between(json, energy, *epoch.began, epoch.at);
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
  const EpochTimes times(outcome);
  for (const Epoch& epoch : outcome.epochs) {
    if (epoch.ended_by_log && !outcome.completed()) continue;  // cut short: no whole epoch
    list.push_back(epoch_json(epoch, times, outcome.energy));
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
  const EpochTimes times(outcome);
  if (Json blocks = times.blocks(); !blocks.empty()) json["energy_blocks"] = std::move(blocks);
  times.add_startup(json);
  if (!outcome.marks.empty()) json["marks"] = marks_json(outcome);
  if (outcome.exit.peak_memory_bytes > 0)
    json["peak_memory_bytes"] = outcome.exit.peak_memory_bytes;
  if (outcome.gpu_memory_bytes) {
    json["peak_gpu_memory_bytes"] = *outcome.gpu_memory_bytes;
    json["peak_gpu_memory_of"] = outcome.gpu_memory_of;
  }
  if (outcome.exit.cpu_time > Seconds(0)) json["cpu_seconds"] = outcome.exit.cpu_time.count();
  if (outcome.exit.strays > 0) json["strays"] = outcome.exit.strays;
  json["log"] = outcome.log.string();
  if (!outcome.verdict.reason.empty()) json["reason"] = outcome.verdict.reason;
  return json;
}

}  // namespace mutlua
