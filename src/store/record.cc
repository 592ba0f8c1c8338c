// SPDX-License-Identifier: MIT
#include "store/record.h"

#include "store/time_text.h"

namespace mutlua {
namespace {

template <typename T>
Json optional_json(const std::optional<T>& value) {
  return value ? Json(*value) : Json(nullptr);
}

Json text_or_null(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }

Json energy_metrics_json(const EnergyMetrics& metrics) {
  return {{"cpu_energy_pkg_joules", optional_json(metrics.cpu_energy_pkg_joules)},
          {"cpu_energy_ram_joules", optional_json(metrics.cpu_energy_ram_joules)},
          {"cpu_energy_total_joules", optional_json(metrics.cpu_energy_total_joules)},
          {"gpu_power_avg_watts", optional_json(metrics.gpu_power_avg_watts)},
          {"gpu_power_max_watts", optional_json(metrics.gpu_power_max_watts)},
          {"gpu_power_min_watts", optional_json(metrics.gpu_power_min_watts)},
          {"gpu_energy_total_joules", optional_json(metrics.gpu_energy_total_joules)},
          {"gpu_temp_avg_celsius", optional_json(metrics.gpu_temp_avg_celsius)},
          {"gpu_temp_max_celsius", optional_json(metrics.gpu_temp_max_celsius)},
          {"gpu_util_avg_percent", optional_json(metrics.gpu_util_avg_percent)},
          {"gpu_util_max_percent", optional_json(metrics.gpu_util_max_percent)}};
}

Json command_json(const CommandRecord& command) {
  if (command.argv.empty()) return nullptr;
  Json environment = Json::object();
  for (const auto& [name, value] : command.environment) environment[name] = value;
  return {{"argv", command.argv}, {"folder", command.folder}, {"environment", environment}};
}

Json effective_json(const std::vector<EffectiveValue>& values) {
  Json object = Json::object();
  for (const EffectiveValue& each : values) {
    object[each.name] = {{"value", each.value}, {"source", each.source}};
  }
  return object;
}

Json attempts_json(const std::vector<AttemptRecord>& attempts) {
  Json list = Json::array();
  for (const AttemptRecord& attempt : attempts) {
    list.push_back({{"number", attempt.number},
                    {"status", attempt.status},
                    {"exit_code", optional_json(attempt.exit_code)},
                    {"signal", optional_json(attempt.signal)},
                    {"duration_seconds", optional_json(attempt.duration_seconds)},
                    {"gpu_energy_joules", optional_json(attempt.gpu_energy_joules)},
                    {"cpu_energy_joules", optional_json(attempt.cpu_energy_joules)},
                    {"reason", text_or_null(attempt.reason)}});
  }
  return list;
}

/// Only where it differs from `hyperparameters`.
void add_passed(Json& json, const Json& passed) {
  if (!passed.is_null()) json["passed_hyperparameters"] = passed;
}

Json training_json(const TrainingRecord& training, const EnergyMetrics& metrics) {
  Json json = {{"repository", training.repository},
               {"model", training.model},
               {"hyperparameters", training.hyperparameters},
               {"duration_seconds", optional_json(training.duration_seconds)},
               {"energy_metrics", energy_metrics_json(metrics)},
               {"performance_metrics", training.performance_metrics},
               {"training_success", training.success},
               {"retries", training.failed_attempts},
               {"error_message", training.message},
               {"command", command_json(training.command)},
               {"attempts", attempts_json(training.attempts)},
               {"epochs", training.epochs},
               {"outcome", training.outcome},
               {"effective_hyperparameters", effective_json(training.effective_hyperparameters)}};
  add_passed(json, training.passed_hyperparameters);
  return json;
}

Json background_json(const BackgroundRecord& background) {
  Json json = {{"repository", background.repository},
               {"model", background.model},
               {"hyperparameters", background.hyperparameters},
               {"log_directory", background.log_directory},
               {"note", background.note},
               {"command", command_json(background.command)},
               {"effective_hyperparameters", effective_json(background.effective_hyperparameters)},
               {"report", background.report}};
  add_passed(json, background.passed_hyperparameters);
  return json;
}

Json load_json(const TrialRecord& record) {
  return {{"duration_seconds", optional_json(record.load.duration_seconds)},
          {"energy_metrics", energy_metrics_json(record.energy_metrics)},
          {"training_success", record.load.success},
          {"retries", record.load.failed_attempts},
          {"error_message", record.load.message},
          {"attempts", attempts_json(record.load.attempts)}};
}

void append(Json& object, const Json& more) {
  for (auto it = more.begin(); it != more.end(); ++it) object[it.key()] = it.value();
}

/// The old tool's keys, in the flat form or the parallel one.
void append_trainings(Json& json, const TrialRecord& record) {
  const bool measured = !record.foregrounds.empty();
  const bool loaded = !record.backgrounds.empty();
  const bool by_hand = !record.by_hand.is_null();
  Json first = Json::object();
  if (measured) first = training_json(record.foregrounds.front(), record.energy_metrics);
  const bool nested = measured && loaded && !by_hand;
  if (by_hand) {
    json["mode"] = "by hand";
  } else if (!measured) {
    json["mode"] = "background";
  } else if (nested) {
    json["mode"] = "parallel";
  }
  if (nested) json["foreground"] = first;
  if (measured && !nested) append(json, first);
  if (!measured) append(json, load_json(record));
  if (loaded) json["background"] = background_json(record.backgrounds.front());

  if (record.foregrounds.size() > 1) {
    json["foregrounds"] = Json::array({first});
    for (std::size_t i = 1; i < record.foregrounds.size(); ++i) {
      json["foregrounds"].push_back(training_json(record.foregrounds[i], {}));
    }
  }
  if (record.backgrounds.size() > 1) {
    json["backgrounds"] = Json::array();
    for (const BackgroundRecord& each : record.backgrounds) {
      json["backgrounds"].push_back(background_json(each));
    }
  }
}

Json energy_json(const TrialRecord& record) {
  Json json = {{"total_energy_joules", optional_json(record.total_energy_joules)}};
  if (record.partial_energy_joules) json["partial_energy_joules"] = *record.partial_energy_joules;
  json["legacy_gpu_energy_joules"] = optional_json(record.legacy_gpu_energy_joules);
  if (record.energy.is_object()) append(json, record.energy);
  return json;
}

void append_design(Json& json, const TrialRecord& record) {
  append(json, {{"schema_version", kRecordSchema},
                {"identity", record.identity},
                {"treatment", text_or_null(record.treatment)},
                {"study", record.study},
                {"catalogue", record.catalogue},
                {"simulated", record.simulated},
                {"label", optional_json(record.label)},
                {"factors", record.factors},
                {"block", optional_json(record.block)},
                {"replicate", record.replicate},
                {"occurrence", record.occurrence},
                {"repeat", record.repeat},
                {"execution_number", record.execution_number},
                {"lifetime", record.lifetime},
                {"started_at", utc_text(record.started)},
                {"ended_at", utc_text(record.ended)}});
}

}  // namespace

Json record_json(const TrialRecord& record) {
  Json json = {{"experiment_id", record.experiment_id}, {"timestamp", local_text(record.ended)}};
  append_trainings(json, record);
  append_design(json, record);
  append(json, {{"energy", energy_json(record)},
                {"quality", record.quality},
                {"idle_reference", record.idle_reference},
                {"cooling", record.cooling},
                {"settling", record.settling},
                {"emitted", record.emitted},
                {"provenance", record.provenance}});
  if (!record.by_hand.is_null()) json["by_hand"] = record.by_hand;
  return json;
}

}  // namespace mutlua
