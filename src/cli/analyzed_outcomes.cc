// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "base/error.h"
#include "base/fields.h"
#include "cli/analyzed_fields.h"

namespace mutlua {
namespace {

constexpr std::string_view kMetric = "metric_";

/// What scripts call them (docs/lua-api.md), and their columns in v_trials.
const std::vector<std::pair<std::string, std::string>> kScriptNames = {
    {"outcome.duration_seconds", "duration_seconds"},
    {"energy.gpu_joules", "gpu_energy_total_joules"},
    {"energy.cpu_joules", "cpu_energy_total_joules"},
    {"energy.total_joules", "total_energy_joules"}};

bool is_energy(const std::string& name) {
  return name.find("joules") != std::string::npos || name.find("_power_") != std::string::npos;
}

std::optional<double> finite(std::optional<double> value) {
  return value && std::isfinite(*value) ? value : std::nullopt;
}

std::optional<double> metric_of(const TrialSummary& trial, std::string_view name) {
  for (const auto& [metric, value] : trial.metrics) {
    if (metric == name && value.is_number()) return finite(value.get<double>());
  }
  return std::nullopt;
}

bool any_has(const std::vector<TrialSummary>& trials, const std::string& outcome) {
  return std::any_of(trials.begin(), trials.end(),
                     [&](const auto& trial) { return outcome_of(trial, outcome).has_value(); });
}

std::set<std::string> metric_names(const std::vector<TrialSummary>& trials) {
  std::set<std::string> names;
  for (const TrialSummary& trial : trials) {
    for (const auto& [name, value] : trial.metrics) names.insert(name);
  }
  return names;
}

/// What can be asked for whether a trial has it or not.
std::vector<std::string> columns() {
  std::vector<std::string> names = {"duration_seconds", "total_energy_joules",
                                    "legacy_gpu_energy_joules"};
  names.insert(names.end(), energy_metric_names().begin(), energy_metric_names().end());
  return names;
}

bool contains(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

std::string without(std::string_view prefix, const std::string& name) {
  return name.starts_with(prefix) ? name.substr(prefix.size()) : name;
}

}  // namespace

std::string outcome_name(const std::vector<TrialSummary>& trials, const std::string& given) {
  for (const auto& [script, column] : kScriptNames) {
    if (given == script) return column;
  }
  if (contains(columns(), given)) return given;
  const std::set<std::string> metrics = metric_names(trials);
  for (const std::string& metric :
       {given, without("outcome.metrics.", given), without(kMetric, given)}) {
    if (metrics.contains(metric)) return std::string(kMetric) + metric;
  }
  std::vector<std::string> known = columns();
  known.insert(known.end(), metrics.begin(), metrics.end());
  throw Error(ErrorKind::usage, fmt::format("--outcome: no trial that counts has '{}'{}", given,
                                            suggestion(given, known)));
}

std::vector<std::string> default_outcomes(const std::vector<TrialSummary>& trials) {
  std::vector<std::string> names = {"duration_seconds"};
  for (const char* energy :
       {"gpu_energy_total_joules", "cpu_energy_total_joules", "total_energy_joules"}) {
    if (any_has(trials, energy)) names.emplace_back(energy);
  }
  std::set<std::string> models;
  for (const TrialSummary& trial : trials) {
    const auto number = std::find_if(trial.metrics.begin(), trial.metrics.end(),
                                     [](const auto& metric) { return metric.second.is_number(); });
    if (number == trial.metrics.end() || !models.insert(trial.full_model()).second) continue;
    const std::string name = std::string(kMetric) + number->first;
    if (!contains(names, name)) names.push_back(name);
  }
  return names;
}

std::optional<double> outcome_of(const TrialSummary& trial, const std::string& name) {
  if (is_energy(name) && !name.starts_with(kMetric) && trial.energy_verdict == "invalid") {
    return std::nullopt;
  }
  if (name == "duration_seconds") {
    if (trial.foregrounds) return std::nullopt;  // the record's is that of the first
    return finite(trial.duration_seconds);
  }
  if (name == "total_energy_joules") return finite(trial.total_energy_joules);
  if (name == "legacy_gpu_energy_joules") return finite(trial.legacy_gpu_energy_joules);
  if (name.starts_with(kMetric)) return metric_of(trial, without(kMetric, name));
  return finite(trial.energy(name));
}

}  // namespace mutlua
