// SPDX-License-Identifier: MIT
#include "store/trial_summary.h"

#include <algorithm>
#include <limits>

#include "store/trial_folder.h"

namespace mutlua {
namespace {

const Json kNothing;

const Json& at(const Json& object, const char* name) {
  if (!object.is_object()) return kNothing;
  const auto found = object.find(name);
  return found == object.end() ? kNothing : *found;
}

/// The list's elements; none if it is no list.
const Json& list(const Json& object, const char* name) {
  static const Json none = Json::array();
  const Json& value = at(object, name);
  return value.is_array() ? value : none;
}

std::optional<std::string> text(const Json& object, const char* name) {
  const Json& value = at(object, name);
  if (!value.is_string()) return std::nullopt;
  return value.get<std::string>();
}

std::optional<double> number(const Json& object, const char* name) {
  const Json& value = at(object, name);
  if (!value.is_number()) return std::nullopt;
  return value.get<double>();
}

std::optional<std::int64_t> integer(const Json& object, const char* name) {
  const Json& value = at(object, name);
  if (!value.is_number_integer()) return std::nullopt;
  return value.get<std::int64_t>();
}

std::optional<int> small_integer(const Json& object, const char* name) {
  const auto value = integer(object, name);
  if (!value || *value < 0 || *value > std::numeric_limits<int>::max()) return std::nullopt;
  return static_cast<int>(*value);
}

std::optional<bool> boolean(const Json& object, const char* name) {
  const Json& value = at(object, name);
  if (!value.is_boolean()) return std::nullopt;
  return value.get<bool>();
}

NamedValues named_values(const Json& object) {
  NamedValues values;
  if (!object.is_object()) return values;
  for (auto it = object.begin(); it != object.end(); ++it) {
    if (!it.value().is_null()) values.emplace_back(it.key(), it.value());
  }
  return values;
}

/// `several` if it is a list; else `single` alone, if that is an object.
std::vector<const Json*> one_or_several(const Json& several, const Json& single) {
  std::vector<const Json*> all;
  if (several.is_array()) {
    for (const Json& each : several) all.push_back(&each);
  } else if (single.is_object()) {
    all.push_back(&single);
  }
  return all;
}

void read_hyperparameters(TrialSummary& summary, const Json& training, const std::string& role,
                          int position) {
  const Json& passed = at(training, "hyperparameters");
  const Json& arguments = at(training, "passed_hyperparameters");
  for (const auto& [name, value] : named_values(passed)) {
    const bool kept_back = arguments.is_object() && !arguments.contains(name);
    summary.hyperparameters.push_back(
        {role, position, name, value, kept_back ? "recorded" : "passed"});
  }
  const Json& effective = at(training, "effective_hyperparameters");
  if (!effective.is_object()) return;
  for (auto it = effective.begin(); it != effective.end(); ++it) {
    if (passed.is_object() && passed.contains(it.key())) continue;
    summary.hyperparameters.push_back({role, position, it.key(), at(it.value(), "value"),
                                       text(it.value(), "source").value_or("unknown")});
  }
}

void read_attempts(TrialSummary& summary, const Json& training, int position) {
  int next = 1;
  for (const Json& each : list(training, "attempts")) {
    SummaryAttempt attempt;
    attempt.training = position;
    attempt.number = small_integer(each, "number").value_or(next);
    attempt.status = text(each, "status");
    attempt.duration_seconds = number(each, "duration_seconds");
    attempt.gpu_energy_joules = number(each, "gpu_energy_joules");
    attempt.cpu_energy_joules = number(each, "cpu_energy_joules");
    attempt.reason = text(each, "reason");
    next = attempt.number + 1;
    summary.attempts.push_back(std::move(attempt));
  }
}

void read_epochs(TrialSummary& summary, const Json& training, int position) {
  std::int64_t next = 1;
  for (const Json& each : list(training, "epochs")) {
    SummaryEpoch epoch;
    epoch.training = position;
    epoch.number = integer(each, "index").value_or(next);
    epoch.seconds = number(each, "seconds");
    epoch.joules = number(each, "joules");
    epoch.cpu_joules = number(each, "cpu_joules");
    epoch.metrics = at(each, "metrics").is_object() ? at(each, "metrics") : Json::object();
    next = epoch.number + 1;
    summary.epochs.push_back(std::move(epoch));
  }
}

void read_training(TrialSummary& summary, const Json& training, int position) {
  read_hyperparameters(summary, training, "foreground", position);
  read_attempts(summary, training, position);
  read_epochs(summary, training, position);
  const NamedValues metrics = named_values(at(training, "performance_metrics"));
  if (position == 1) {
    summary.metrics = metrics;
  } else {
    summary.further_metrics.push_back(metrics);
  }
}

/// "repository/model", behind those before it.
void add_name(std::optional<std::string>& names, const Json& training) {
  const std::string name =
      text(training, "repository").value_or("?") + "/" + text(training, "model").value_or("?");
  names = names ? *names + " + " + name : name;
}

void read_foregrounds(TrialSummary& summary, const Json& record, const Json& main) {
  int position = 0;
  for (const Json* each : one_or_several(at(record, "foregrounds"), main)) {
    read_training(summary, *each, ++position);
    add_name(summary.foregrounds, *each);
  }
  if (position < 2) summary.foregrounds.reset();
}

void read_backgrounds(TrialSummary& summary, const Json& record) {
  int position = 0;
  for (const Json* each : one_or_several(at(record, "backgrounds"), at(record, "background"))) {
    read_hyperparameters(summary, *each, "background", ++position);
    if (position == 1) summary.background_note = text(*each, "note");
    if (position == 1) summary.background_log_directory = text(*each, "log_directory");
    add_name(summary.background, *each);
  }
}

/// What stands beside the energy: at the top in the flat form, under `foreground` in the other.
void read_main(TrialSummary& summary, const Json& main) {
  summary.success = boolean(main, "training_success");
  summary.status = text(at(main, "outcome"), "status");
  summary.duration_seconds = number(main, "duration_seconds");
  summary.retries = integer(main, "retries");
  summary.message = text(main, "error_message");
  const Json& outcome = at(main, "outcome");
  if (text(outcome, "peak_gpu_memory_of") == "processes")
    summary.peak_gpu_memory_bytes = number(outcome, "peak_gpu_memory_bytes");
  for (const std::string& name : energy_metric_names()) {
    summary.energy_metrics.push_back(number(at(main, "energy_metrics"), name.c_str()));
  }
}

SummaryDomain domain(const std::string& name, const Json& json) {
  return {name,
          number(json, "gross_joules"),
          number(json, "active_joules"),
          text(json, "method"),
          text(json, "evidence"),
          number(json, "u_random_joules"),
          number(json, "u_alias_joules"),
          number(json, "u_systematic_pct")};
}

void read_energy(TrialSummary& summary, const Json& energy) {
  summary.total_energy_joules = number(energy, "total_energy_joules");
  summary.legacy_gpu_energy_joules = number(energy, "legacy_gpu_energy_joules");
  if (at(energy, "cpu").is_object()) summary.domains.push_back(domain("cpu", at(energy, "cpu")));
  int next = 0;
  for (const Json& gpu : list(energy, "gpus")) {
    const std::string fallback = "gpu-" + std::to_string(next++);
    summary.domains.push_back(domain(text(gpu, "uuid").value_or(fallback), gpu));
  }
}

void read_quality(TrialSummary& summary, const Json& quality) {
  summary.energy_verdict = text(quality, "energy");
  summary.performance_verdict = text(quality, "performance");
  for (const Json& each : list(quality, "flags")) {
    const auto id = each.is_string() ? each.get<std::string>() : text(each, "id");
    if (!id) continue;
    summary.flags.push_back({*id, text(each, "severity"), at(each, "value"), at(each, "threshold"),
                             text(each, "detail")});
  }
}

void read_design(TrialSummary& summary, const Json& record) {
  summary.identity = text(record, "identity");
  summary.treatment = text(record, "treatment");
  summary.repeat = small_integer(record, "repeat").value_or(1);
  summary.execution_number =
      small_integer(record, "execution_number").value_or(summary.execution_number);
  summary.lifetime = small_integer(record, "lifetime");
  summary.study = text(record, "study");
  summary.catalogue = text(record, "catalogue");
  summary.simulated = boolean(record, "simulated").value_or(false);
  summary.block = text(record, "block");
  summary.label = text(record, "label");
  summary.replicate = small_integer(record, "replicate");
  summary.occurrence = small_integer(record, "occurrence");
  summary.timestamp = text(record, "timestamp");
  summary.started_at = text(record, "started_at");
  summary.ended_at = text(record, "ended_at");
  summary.factors = named_values(at(record, "factors"));
  const Json& repositories = at(at(record, "provenance"), "repositories");
  if (repositories.is_array() && !repositories.empty()) summary.repositories = repositories;
}

}  // namespace

std::string factors_text(const TrialSummary& trial) {
  Json object = Json::object();
  for (const auto& [name, value] : trial.factors) object[name] = value;
  return object.dump(-1, ' ', false, Json::error_handler_t::replace);
}

const std::vector<std::string>& energy_metric_names() {
  static const std::vector<std::string> names = {
      "cpu_energy_pkg_joules",   "cpu_energy_ram_joules", "cpu_energy_total_joules",
      "gpu_power_avg_watts",     "gpu_power_max_watts",   "gpu_power_min_watts",
      "gpu_energy_total_joules", "gpu_temp_avg_celsius",  "gpu_temp_max_celsius",
      "gpu_util_avg_percent",    "gpu_util_max_percent"};
  return names;
}

std::string TrialSummary::full_model() const {
  if (foregrounds) return *foregrounds;
  if (!repository) return model.value_or("");
  return model ? *repository + "/" + *model : *repository;
}

std::optional<double> TrialSummary::energy(const std::string& metric) const {
  const auto& names = energy_metric_names();
  const auto position = std::find(names.begin(), names.end(), metric) - names.begin();
  if (static_cast<std::size_t>(position) >= energy_metrics.size()) return std::nullopt;
  return energy_metrics[static_cast<std::size_t>(position)];
}

TrialSummary summarise(const Json& record, const std::string& folder) {
  TrialSummary summary;
  summary.experiment_id = folder.empty() ? text(record, "experiment_id").value_or("") : folder;
  summary.execution_number = trial_number(folder).value_or(0);
  read_design(summary, record);

  const bool nested = at(record, "foreground").is_object();
  const bool load_only = text(record, "mode") == "background";
  const bool by_hand = at(record, "by_hand").is_object();
  const Json& main = nested ? at(record, "foreground") : record;
  read_main(summary, main);
  if (load_only) {
    read_attempts(summary, record, 1);
  } else {
    summary.repository = text(main, "repository");
    summary.model = text(main, "model");
    read_foregrounds(summary, record, main);
  }
  read_backgrounds(summary, record);
  summary.mode = by_hand              ? "by hand"
                 : load_only          ? "background"
                 : summary.background ? "parallel"
                                      : "sequential";
  summary.imported_from = text(at(record, "imported"), "from");
  summary.layout = text(at(record, "imported"), "layout");
  read_energy(summary, at(record, "energy"));
  read_quality(summary, at(record, "quality"));
  for (const Json& row : list(record, "emitted")) summary.emitted.push_back(row);
  return summary;
}

}  // namespace mutlua
