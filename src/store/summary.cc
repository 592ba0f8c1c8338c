// SPDX-License-Identifier: MIT
#include "store/summary.h"

#include <algorithm>
#include <utility>

#include "store/csv_text.h"
#include "store/python_text.h"

namespace mutlua {
namespace {

using Column = SummaryColumn;
using Columns = std::vector<Column>;

std::string cell(const std::optional<std::string>& value) { return value.value_or(""); }
std::string cell(const std::optional<double>& value) { return value ? python_float(*value) : ""; }
std::string cell(const std::optional<bool>& value) { return value ? python_text(*value) : ""; }
std::string cell(const std::optional<int>& value) { return value ? std::to_string(*value) : ""; }
std::string cell(const std::optional<std::int64_t>& value) {
  return value ? std::to_string(*value) : "";
}

template <typename T>
Column field(const std::string& head, T TrialSummary::*member) {
  return {head, [member](const TrialSummary& trial) { return cell(std::optional(trial.*member)); }};
}

template <typename T>
Column field(const std::string& head, std::optional<T> TrialSummary::*member) {
  return {head, [member](const TrialSummary& trial) { return cell(trial.*member); }};
}

Column energy(const std::string& head, const std::string& metric) {
  return {head, [metric](const TrialSummary& trial) { return cell(trial.energy(metric)); }};
}

std::string value_of(const NamedValues& values, const std::string& name) {
  for (const auto& [each, value] : values) {
    if (each == name) return python_text(value);
  }
  return "";
}

Column named(const std::string& prefix, const std::string& name,
             NamedValues TrialSummary::*member) {
  return {prefix + name,
          [name, member](const TrialSummary& trial) { return value_of(trial.*member, name); }};
}

/// What the first foreground was given: the only hyperparameters that the old tool showed.
bool shown(const SummaryValue& value) {
  return value.role == "foreground" && value.position == 1 &&
         (value.source == "passed" || value.source == "recorded");
}

/// A name as the head of a column: without what would break the line or the column.
std::string head_of(std::string name) {
  for (char& c : name) {
    if (static_cast<unsigned char>(c) < ' ' || c == ',' || c == '"' || c == 127) c = '_';
  }
  return name;
}

Column hyperparameter(const std::string& name) {
  return {"hyperparam_" + head_of(name), [name](const TrialSummary& trial) -> std::string {
            for (const SummaryValue& each : trial.hyperparameters) {
              if (shown(each) && each.name == name) return python_text(each.value);
            }
            return "";
          }};
}

std::string flag_names(const TrialSummary& trial) {
  std::string names;
  for (const SummaryFlag& flag : trial.flags) names += (names.empty() ? "" : ";") + flag.id;
  return names;
}

Columns legacy_columns(const SummaryNames& names) {
  Columns columns = {field("experiment_id", &TrialSummary::experiment_id),
                     field("timestamp", &TrialSummary::timestamp),
                     field("repository", &TrialSummary::repository),
                     field("model", &TrialSummary::model),
                     field("training_success", &TrialSummary::success),
                     field("duration_seconds", &TrialSummary::duration_seconds),
                     field("retries", &TrialSummary::retries)};
  for (const auto& name : names.hyperparameters) columns.push_back(hyperparameter(name));
  for (const auto& name : names.metrics) {
    columns.push_back(named("perf_", name, &TrialSummary::metrics));
  }
  columns.push_back(energy("energy_cpu_pkg_joules", "cpu_energy_pkg_joules"));
  columns.push_back(energy("energy_cpu_ram_joules", "cpu_energy_ram_joules"));
  columns.push_back(energy("energy_cpu_total_joules", "cpu_energy_total_joules"));
  columns.push_back(energy("energy_gpu_avg_watts", "gpu_power_avg_watts"));
  columns.push_back(energy("energy_gpu_max_watts", "gpu_power_max_watts"));
  columns.push_back(energy("energy_gpu_min_watts", "gpu_power_min_watts"));
  columns.push_back(energy("energy_gpu_total_joules", "gpu_energy_total_joules"));
  columns.push_back(energy("energy_gpu_temp_avg_celsius", "gpu_temp_avg_celsius"));
  columns.push_back(energy("energy_gpu_temp_max_celsius", "gpu_temp_max_celsius"));
  columns.push_back(energy("energy_gpu_util_avg_percent", "gpu_util_avg_percent"));
  columns.push_back(energy("energy_gpu_util_max_percent", "gpu_util_max_percent"));
  return columns;
}

Columns new_columns(const SummaryNames& names) {
  Columns columns = {field("mode", &TrialSummary::mode),
                     field("study", &TrialSummary::study),
                     field("block", &TrialSummary::block),
                     field("label", &TrialSummary::label),
                     field("replicate", &TrialSummary::replicate),
                     field("background", &TrialSummary::background),
                     field("identity", &TrialSummary::identity),
                     field("repeat", &TrialSummary::repeat),
                     field("execution_number", &TrialSummary::execution_number),
                     field("lifetime", &TrialSummary::lifetime),
                     field("status", &TrialSummary::status),
                     field("energy_verdict", &TrialSummary::energy_verdict),
                     field("performance_verdict", &TrialSummary::performance_verdict),
                     {"flags", flag_names},
                     energy("cpu_energy_total_joules", "cpu_energy_total_joules"),
                     energy("gpu_energy_total_joules", "gpu_energy_total_joules"),
                     field("total_energy_joules", &TrialSummary::total_energy_joules),
                     field("legacy_gpu_energy_joules", &TrialSummary::legacy_gpu_energy_joules),
                     field("started_at", &TrialSummary::started_at),
                     field("ended_at", &TrialSummary::ended_at),
                     field("simulated", &TrialSummary::simulated),
                     field("error_message", &TrialSummary::message)};
  for (const auto& name : names.factors) {
    columns.push_back(named("factor_", name, &TrialSummary::factors));
  }
  return columns;
}

/// For tools that split lines at commas without knowing of quotes.
std::string without_commas(std::string text) {
  std::replace(text.begin(), text.end(), ',', ';');
  std::replace(text.begin(), text.end(), '\r', ' ');
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text;
}

}  // namespace

void SummaryNames::add(const TrialSummary& trial) {
  for (const SummaryValue& each : trial.hyperparameters) {
    if (shown(each)) hyperparameters.insert(each.name);
  }
  for (const auto& [name, value] : trial.metrics) metrics.insert(name);
  for (const auto& [name, value] : trial.factors) factors.insert(name);
}

SummaryColumns::SummaryColumns(const SummaryNames& names) : columns_(legacy_columns(names)) {
  for (Column& column : new_columns(names)) {
    columns_.push_back(
        {without_commas(column.head), [cell = std::move(column.cell)](const TrialSummary& trial) {
           return without_commas(cell(trial));
         }});
  }
}

std::vector<std::string> SummaryColumns::heads() const {
  std::vector<std::string> heads;
  for (const Column& column : columns_) heads.push_back(column.head);
  return heads;
}

std::vector<std::string> SummaryColumns::row(const TrialSummary& trial) const {
  std::vector<std::string> cells;
  cells.reserve(columns_.size());
  for (const Column& column : columns_) cells.push_back(column.cell(trial));
  return cells;
}

SummaryTable summary_table(const std::vector<TrialSummary>& trials) {
  SummaryNames names;
  for (const TrialSummary& trial : trials) names.add(trial);
  const SummaryColumns columns(names);
  SummaryTable table{.heads = columns.heads(), .rows = {}};
  for (const TrialSummary& trial : trials) table.rows.push_back(columns.row(trial));
  return table;
}

std::string summary_csv(const std::vector<TrialSummary>& trials) {
  const SummaryTable table = summary_table(trials);
  std::string csv = csv_line(table.heads);
  for (const auto& row : table.rows) csv += csv_line(row);
  return csv;
}

}  // namespace mutlua
