// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/error.h"
#include "base/fields.h"
#include "cli/analyzed_fields.h"

namespace mutlua {
namespace {

const std::vector<std::string> kTrialNames = {
    "model", "background", "label", "block", "mode", "replicate", "study", "catalogue", "session"};

template <typename T>
Json json_of(const std::optional<T>& value) {
  return value ? Json(*value) : Json(nullptr);
}

Json hyperparameter(const TrialSummary& trial, const std::string& name) {
  for (const SummaryValue& value : trial.hyperparameters) {
    if (value.role == "foreground" && value.position == 1 && value.name == name) return value.value;
  }
  return nullptr;
}

void add_once(std::vector<std::string>& names, const std::string& name) {
  if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
}

}  // namespace

Json level_of(const TrialSummary& trial, const std::string& name) {
  for (const auto& [factor, level] : trial.factors) {
    if (factor == name) return level;
  }
  if (name == "model") return trial.full_model().empty() ? Json(nullptr) : Json(trial.full_model());
  if (name == "background") return json_of(trial.background);
  if (name == "label") return json_of(trial.label);
  if (name == "block") return json_of(trial.block);
  if (name == "mode") return trial.mode;
  if (name == "replicate") return json_of(trial.replicate);
  if (name == "study") return json_of(trial.study);
  if (name == "catalogue") return json_of(trial.catalogue);
  if (name == "session") return trial.session;
  return hyperparameter(trial, name);
}

bool any_has_level(const std::vector<TrialSummary>& trials, const std::string& name) {
  return std::any_of(trials.begin(), trials.end(),
                     [&](const auto& trial) { return !level_of(trial, name).is_null(); });
}

std::string level_text(const Json& level) {
  if (level.is_null()) return "";
  if (level.is_string()) return level.get<std::string>();
  return level.is_number() ? number_text(level) : level.dump();
}

std::vector<std::string> factor_names(const std::vector<TrialSummary>& trials) {
  std::vector<std::string> names;
  for (const TrialSummary& trial : trials) {
    for (const auto& [name, level] : trial.factors) add_once(names, name);
  }
  return names;
}

std::vector<std::string> default_cell_names(const std::vector<TrialSummary>& trials) {
  std::vector<std::string> names = {"model"};
  if (any_has_level(trials, "background")) add_once(names, "background");
  const std::vector<std::string> factors = factor_names(trials);
  for (const std::string& factor : factors) add_once(names, factor);
  if (factors.empty()) names.emplace_back(any_has_level(trials, "label") ? "label" : "mode");
  return names;
}

std::set<std::string> differences(const std::vector<const TrialSummary*>& cell) {
  std::set<std::string> names = {"model", "background", "catalogue"};
  for (const TrialSummary* trial : cell) {
    for (const SummaryValue& value : trial->hyperparameters) {
      if (value.role == "foreground" && value.position == 1) names.insert(value.name);
    }
  }
  std::erase_if(names, [&](const std::string& name) {
    if (name.find("seed") != std::string::npos) return true;
    const Json first = level_of(*cell.front(), name);
    return std::all_of(cell.begin(), cell.end(),
                       [&](const auto* trial) { return level_of(*trial, name) == first; });
  });
  return names;
}

void require_level_name(const std::vector<TrialSummary>& trials, const std::string& name,
                        const std::string& option) {
  if (any_has_level(trials, name)) return;
  std::vector<std::string> known = factor_names(trials);
  for (const std::string& each : kTrialNames) {
    if (any_has_level(trials, each)) add_once(known, each);
  }
  for (const TrialSummary& trial : trials) {
    for (const SummaryValue& value : trial.hyperparameters) {
      if (value.role == "foreground" && value.position == 1) add_once(known, value.name);
    }
  }
  throw Error(ErrorKind::usage,
              fmt::format("{}: no trial has '{}'{}", option, name, suggestion(name, known)));
}

}  // namespace mutlua
