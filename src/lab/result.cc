// SPDX-License-Identifier: MIT
#include "lab/result.h"

namespace mutlua {
namespace {

Json outcome_of(const Json& training, const std::filesystem::path& folder) {
  Json outcome = training.at("outcome");
  outcome["duration_seconds"] = training.at("duration_seconds");
  outcome["metrics"] = training.at("performance_metrics");
  outcome["epochs"] = training.at("epochs");
  if (outcome.contains("log"))
    outcome["log"] = (folder / outcome.at("log").get<std::string>()).string();
  return outcome;
}

Json outcomes_of(const Json& record, const std::filesystem::path& folder) {
  Json outcomes = Json::array();
  if (record.contains("foregrounds")) {
    for (const Json& training : record.at("foregrounds"))
      outcomes.push_back(outcome_of(training, folder));
  } else if (record.contains("foreground")) {
    outcomes.push_back(outcome_of(record.at("foreground"), folder));
  } else if (record.contains("outcome")) {
    outcomes.push_back(outcome_of(record, folder));
  }
  return outcomes;
}

/// What makes the joules invalid. The flags that leave them as they are stand before the others.
std::string why_invalid(const Json& quality) {
  std::string why = "invalid";
  for (const Json& flag : quality.at("flags")) {
    if (flag.at("severity") == "error") why = "invalid: " + flag.at("detail").get<std::string>();
  }
  return why;
}

/// The record's energy in the fields of a reading. Joules that are invalid are only in its detail.
Json reading_from(const Json& energy, const Json& quality) {
  const bool invalid = quality.at("energy") == "invalid";
  Json reading = Json::object();
  Json reasons = Json::object();
  const auto add = [&](const char* field, const Json& value, const char* why) {
    if (!value.is_number()) {
      reasons[field] = energy.value(why, "not measured");
    } else if (invalid) {
      reasons[field] = why_invalid(quality);
    } else {
      reading[field] = value;
    }
  };
  if (energy.contains("seconds")) reading["seconds"] = energy.at("seconds");
  const Json& cpu = energy.at("cpu");
  add("cpu_joules", cpu.is_object() ? cpu.at("gross_joules") : Json(), "cpu_unavailable");
  add("gpu_joules", energy.value("gpu_joules", Json()), "gpu_unavailable");
  add("total_joules", energy.value("total_joules", Json()), "total_unavailable");
  reading["reasons"] = reasons;
  reading["detail"] = energy;
  return reading;
}

/// The report of all models that ran as load.
Json background_of(const Json& record) {
  Json models = Json::array();
  if (record.contains("backgrounds")) {
    for (const Json& background : record.at("backgrounds"))
      models.push_back(background.at("report"));
  } else if (record.contains("background")) {
    models.push_back(record.at("background").at("report"));
  }
  if (models.empty()) return nullptr;
  return {{"models", models}};
}

}  // namespace

Json result_of(const Json& record, const std::filesystem::path& folder, bool reused) {
  Json result = {{"label", record.at("label")},
                 {"factors", record.at("factors")},
                 {"block", record.at("block")},
                 {"replicate", record.at("replicate")}};
  result["outcomes"] = outcomes_of(record, folder);
  if (!result["outcomes"].empty()) result["outcome"] = result["outcomes"][0];
  const Json& quality = record.at("quality");
  result["energy"] = reading_from(record.at("energy"), quality);
  result["background"] = background_of(record);
  if (record.contains("by_hand")) result["value"] = record.at("by_hand").at("value");
  result["quality"] = quality;
  result["path"] = folder.string();
  result["reused"] = reused;
  result["valid"] = quality.value("counts", quality.at("performance") != "invalid");
  if (quality.contains("reason")) result["reason"] = quality.at("reason");
  return result;
}

}  // namespace mutlua
