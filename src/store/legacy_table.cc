// SPDX-License-Identifier: MIT
#include "store/legacy_table.h"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>

#include "store/csv_text.h"
#include "store/python_text.h"

namespace mutlua {
namespace {

using namespace std::string_view_literals;

constexpr std::array kBefore = {
    "experiment_id"sv,    "timestamp"sv,        "repository"sv, "model"sv,        "is_parallel"sv,
    "training_success"sv, "duration_seconds"sv, "retries"sv,    "error_message"sv};
constexpr std::array kHyperparameters = {"alpha"sv,    "batch_size"sv, "dropout"sv,
                                         "epochs"sv,   "kfold"sv,      "learning_rate"sv,
                                         "max_iter"sv, "seed"sv,       "weight_decay"sv};
constexpr std::array kMetrics = {"accuracy"sv,
                                 "best_val_accuracy"sv,
                                 "map"sv,
                                 "precision"sv,
                                 "rank1"sv,
                                 "rank5"sv,
                                 "recall"sv,
                                 "test_accuracy"sv,
                                 "test_loss"sv,
                                 "eval_loss"sv,
                                 "final_training_loss"sv,
                                 "eval_samples_per_second"sv,
                                 "top1_accuracy"sv,
                                 "top5_accuracy"sv,
                                 "top10_accuracy"sv,
                                 "top20_accuracy"sv};
constexpr std::array kEnergy = {
    "cpu_pkg_joules"sv,       "cpu_ram_joules"sv,       "cpu_total_joules"sv,
    "gpu_avg_watts"sv,        "gpu_max_watts"sv,        "gpu_min_watts"sv,
    "gpu_total_joules"sv,     "gpu_temp_avg_celsius"sv, "gpu_temp_max_celsius"sv,
    "gpu_util_avg_percent"sv, "gpu_util_max_percent"sv};
constexpr std::array kAfter = {
    "experiment_source"sv,   "num_mutated_params"sv, "mutated_param"sv,   "mode"sv,
    "bg_repository"sv,       "bg_model"sv,           "bg_note"sv,         "bg_log_directory"sv,
    "fg_duration_seconds"sv, "fg_retries"sv,         "fg_error_message"sv};

std::string cell(const std::optional<std::string>& value) { return value.value_or(""); }
std::string cell(const std::optional<double>& value) { return value ? python_float(*value) : ""; }
std::string cell(const std::optional<bool>& value) { return value ? python_text(*value) : ""; }
std::string cell(const std::optional<std::int64_t>& value) {
  return value ? std::to_string(*value) : "";
}

/// The cells of one line.
class Line {
 public:
  void add(std::string_view text) { cells_.emplace_back(text); }
  std::string ended() const { return csv_line(cells_); }

 private:
  std::vector<std::string> cells_;
};

std::string head() {
  Line line;
  for (const auto name : kBefore) line.add(name);
  for (const auto name : kHyperparameters) line.add("hyperparam_" + std::string(name));
  for (const auto name : kMetrics) line.add("perf_" + std::string(name));
  for (const auto name : kEnergy) line.add("energy_" + std::string(name));
  for (const auto name : kAfter) line.add(name);
  return line.ended();
}

/// What the first foreground was given, by name.
std::vector<const SummaryValue*> given(const TrialSummary& trial) {
  std::vector<const SummaryValue*> values;
  for (const SummaryValue& each : trial.hyperparameters) {
    if (each.role == "foreground" && each.position == 1 && each.source == "passed") {
      values.push_back(&each);
    }
  }
  return values;
}

void add_base(Line& line, const TrialSummary& trial) {
  line.add(trial.experiment_id);
  line.add(cell(trial.timestamp));
  line.add(cell(trial.repository));
  line.add(cell(trial.model));
  line.add(trial.mode == "parallel" ? "True" : "False");
  line.add(cell(trial.success));
  line.add(cell(trial.duration_seconds));
  line.add(cell(trial.retries));
  line.add(cell(trial.message));
}

void add_values(Line& line, const TrialSummary& trial) {
  const std::vector<const SummaryValue*> values = given(trial);
  for (const auto name : kHyperparameters) {
    const auto found = std::find_if(values.begin(), values.end(),
                                    [&](const auto* each) { return each->name == name; });
    line.add(found == values.end() ? "" : python_text((*found)->value));
  }
  for (const auto name : kMetrics) {
    const auto found = std::find_if(trial.metrics.begin(), trial.metrics.end(),
                                    [&](const auto& each) { return each.first == name; });
    line.add(found == trial.metrics.end() ? "" : python_text(found->second));
  }
  for (const std::string& name : energy_metric_names()) line.add(cell(trial.energy(name)));
}

void add_background(Line& line, const TrialSummary& trial) {
  const bool beside = trial.mode == "parallel";
  const std::string name = beside ? trial.background.value_or("") : "";
  const std::size_t slash = std::min(name.find('/'), name.size());
  line.add(name.substr(0, slash));
  line.add(slash < name.size() ? name.substr(slash + 1) : "");
  line.add(beside ? cell(trial.background_note) : "");
  line.add(beside ? cell(trial.background_log_directory) : "");
  line.add(beside ? cell(trial.duration_seconds) : "");
  line.add(beside ? cell(trial.retries) : "");
  line.add(beside ? cell(trial.message) : "");
}

std::string row(const TrialOfSession& each) {
  const TrialSummary& trial = each.trial;
  const std::vector<const SummaryValue*> values = given(trial);
  Line line;
  add_base(line, trial);
  add_values(line, trial);
  line.add(each.session);
  line.add(std::to_string(values.size()));
  line.add(values.size() == 1 ? values.front()->name : "");
  line.add(trial.mode == "parallel" ? "parallel" : "");
  add_background(line, trial);
  return line.ended();
}

template <typename Names>
bool among(const Names& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

std::string legacy_table(const std::vector<TrialOfSession>& trials) {
  std::string table = head();
  for (const TrialOfSession& each : trials) table += row(each);
  return table;
}

std::vector<std::string> left_out_of_legacy_table(const std::vector<TrialOfSession>& trials) {
  std::set<std::string> names;
  for (const TrialOfSession& each : trials) {
    for (const SummaryValue* value : given(each.trial)) {
      if (!among(kHyperparameters, value->name)) names.insert("hyperparam_" + value->name);
    }
    for (const auto& [name, value] : each.trial.metrics) {
      if (!among(kMetrics, name)) names.insert("perf_" + name);
    }
  }
  return {names.begin(), names.end()};
}

}  // namespace mutlua
