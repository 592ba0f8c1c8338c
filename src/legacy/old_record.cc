// SPDX-License-Identifier: MIT
#include "legacy/old_record.h"

#include <fmt/format.h>

#include "base/error.h"
#include "store/trial_summary.h"

namespace mutlua {
namespace {

constexpr std::size_t kLongestId = 200;
constexpr std::size_t kLongestText = 10000;
constexpr std::size_t kMostValues = 200;

[[noreturn]] void refuse(const std::string& why) { throw Error(ErrorKind::usage, why); }

const Json& at(const Json& object, const char* name) {
  static const Json nothing;
  if (!object.is_object()) return nothing;
  const auto found = object.find(name);
  return found == object.end() ? nothing : *found;
}

Json text_or_null(const Json& object, const char* name) {
  const Json& value = at(object, name);
  if (!value.is_string()) return nullptr;
  return value.get_ref<const std::string&>().substr(0, kLongestText);
}

Json number_or_null(const Json& object, const char* name) {
  const Json& value = at(object, name);
  return value.is_number() ? value : Json(nullptr);
}

std::string name_in(const Json& object, const char* name) {
  const Json& value = at(object, name);
  if (!value.is_string() || value.get_ref<const std::string&>().empty()) {
    refuse(fmt::format("its record names no {}", name));
  }
  if (value.get_ref<const std::string&>().size() > kLongestId) {
    refuse(fmt::format("the {} in its record is longer than {} bytes", name, kLongestId));
  }
  return value.get<std::string>();
}

/// Names with single values; what is a list or an object stands for nothing that was passed.
Json values_in(const Json& object, const char* name) {
  const Json& values = at(object, name);
  Json kept = Json::object();
  if (values.is_null()) return kept;
  if (!values.is_object()) refuse(fmt::format("the {} in its record are no object", name));
  if (values.size() > kMostValues) {
    refuse(fmt::format("the {} in its record are more than {}", name, kMostValues));
  }
  for (auto it = values.begin(); it != values.end(); ++it) {
    if (it.key().size() > kLongestId) refuse(fmt::format("a name in {} is too long", name));
    if (!it.value().is_structured()) kept[it.key()] = it.value();
  }
  return kept;
}

Json energy_in(const Json& training) {
  Json energy = Json::object();
  for (const std::string& name : energy_metric_names()) {
    energy[name] = number_or_null(at(training, "energy_metrics"), name.c_str());
  }
  return energy;
}

Json duration_in(const Json& training) {
  Json seconds = number_or_null(training, "duration_seconds");
  return seconds.is_number() && seconds.get<double>() < 0 ? Json(nullptr) : seconds;
}

Json training_in(const Json& json) {
  const Json& success = at(json, "training_success");
  if (!success.is_boolean()) refuse("its record does not say whether the training succeeded");
  const Json& retries = at(json, "retries");
  return {{"repository", name_in(json, "repository")},
          {"model", name_in(json, "model")},
          {"hyperparameters", values_in(json, "hyperparameters")},
          {"duration_seconds", duration_in(json)},
          {"energy_metrics", energy_in(json)},
          {"performance_metrics", values_in(json, "performance_metrics")},
          {"training_success", success},
          {"retries", retries.is_number_integer() ? retries : Json(nullptr)},
          {"error_message", text_or_null(json, "error_message")},
          {"outcome", {{"status", success == true ? "completed" : "failed"}}}};
}

Json background_in(const Json& json) {
  Json background = {{"repository", text_or_null(json, "repository")},
                     {"model", text_or_null(json, "model")},
                     {"hyperparameters", values_in(json, "hyperparameters")},
                     {"log_directory", text_or_null(json, "log_directory")},
                     {"note", text_or_null(json, "note")}};
  if (background["repository"].is_null()) background["repository"] = text_or_null(json, "repo");
  return background;
}

std::string id_in(const Json& json, const std::string& folder) {
  return at(json, "experiment_id").is_null() ? folder : name_in(json, "experiment_id");
}

}  // namespace

OldRecord read_old_record(const Json& json, const std::string& folder) {
  if (!json.is_object()) refuse("its record is no object");
  if (json.contains("schema_version")) {
    refuse("it is a record of mutlua; copy its session into the results folder instead");
  }
  Json record = {{"experiment_id", id_in(json, folder)},
                 {"timestamp", text_or_null(json, "timestamp")}};
  const bool parallel = at(json, "foreground").is_object();
  if (parallel) {
    record["mode"] = "parallel";
    record["foreground"] = training_in(json["foreground"]);
    record["background"] = background_in(at(json, "background"));
  } else {
    record.update(training_in(json));
  }
  record["quality"] = {{"energy", nullptr}, {"performance", nullptr}, {"flags", Json::array()}};
  return {.record = std::move(record), .layout = parallel ? "parallel" : "flat"};
}

Json& measured_part(Json& record) {
  const auto found = record.find("foreground");
  return found == record.end() ? record : *found;
}

const Json& measured_part(const Json& record) {
  const auto found = record.find("foreground");
  return found == record.end() ? record : *found;
}

Json figures_json(const EnergyMetrics& figures) {
  const std::optional<double> values[] = {
      figures.cpu_energy_pkg_joules,   figures.cpu_energy_ram_joules,
      figures.cpu_energy_total_joules, figures.gpu_power_avg_watts,
      figures.gpu_power_max_watts,     figures.gpu_power_min_watts,
      figures.gpu_energy_total_joules, figures.gpu_temp_avg_celsius,
      figures.gpu_temp_max_celsius,    figures.gpu_util_avg_percent,
      figures.gpu_util_max_percent};
  Json json = Json::object();
  const std::optional<double>* value = values;
  for (const std::string& name : energy_metric_names()) {
    json[name] = *value ? Json(**value) : Json(nullptr);
    ++value;
  }
  return json;
}

}  // namespace mutlua
