// SPDX-License-Identifier: MIT
#include "training/model.h"

#include <cmath>
#include <cstdint>

namespace mutlua {
namespace {

Json number_json(const Hyperparameter& hyperparameter, double value) {
  if (hyperparameter.is_integer) return static_cast<std::int64_t>(std::nearbyint(value));
  return value;
}

Json to_json(const Hyperparameter& hyperparameter) {
  Json result = {{"name", hyperparameter.name},
                 {"flag", hyperparameter.flag},
                 {"type", hyperparameter.is_integer ? "int" : "float"}};
  if (hyperparameter.default_value) {
    result["default"] = number_json(hyperparameter, *hyperparameter.default_value);
  }
  if (hyperparameter.low && hyperparameter.high) {
    const bool uniform = hyperparameter.distribution == Distribution::uniform;
    result["low"] = number_json(hyperparameter, *hyperparameter.low);
    result["high"] = number_json(hyperparameter, *hyperparameter.high);
    result["distribution"] = uniform ? "uniform" : "log_uniform";
  }
  if (hyperparameter.zero_probability > 0) {
    result["zero_probability"] = hyperparameter.zero_probability;
  }
  return result;
}

void put(Json& object, const char* name, const std::optional<double>& value) {
  if (value) object[name] = *value;
}

}  // namespace

const Hyperparameter* Model::find(const std::string& hyperparameter) const {
  for (const Hyperparameter& candidate : hyperparameters) {
    if (candidate.name == hyperparameter) return &candidate;
  }
  return nullptr;
}

Texts Model::hyperparameter_names() const {
  Texts names;
  for (const Hyperparameter& hyperparameter : hyperparameters) names.push_back(hyperparameter.name);
  return names;
}

Json to_json(const Model& model) {
  Json result = {{"name", model.name}, {"repository", model.repository}, {"model", model.model}};
  result["hyperparameters"] = Json::array();
  for (const Hyperparameter& one : model.hyperparameters) {
    result["hyperparameters"].push_back(to_json(one));
  }
  result["metrics"] = Json::array();
  for (const Metric& metric : model.metrics) result["metrics"].push_back(metric.name);
  result["roles"] = Json::object();
  for (const auto& [role, name] : model.roles) result["roles"][role] = name;
  put(result, "memory_mb", model.memory_mb);
  put(result, "gpu_percent", model.gpu_percent);
  put(result, "seconds_per_epoch", model.seconds_per_epoch);
  return result;
}

}  // namespace mutlua
