// SPDX-License-Identifier: MIT
#include "cli/plan_orphans.h"

#include <fmt/format.h>

namespace mutlua {
namespace {

/// Where a trial stands in the design, and what it is.
struct Place {
  std::string block;
  std::optional<std::string> label;
  int replicate = 1;
  std::string models;
  std::map<std::string, std::string> values = {};
};

std::string names_of(const std::vector<ModelUse>& uses) {
  std::string text;
  for (const ModelUse& use : uses) text += (text.empty() ? "" : " + ") + use.model->name;
  return text;
}

bool is_seed(const std::string& name) { return name == "seed" || name.ends_with("_seed"); }

void add_value(Place& place, const std::string& role, std::size_t position, const std::string& name,
               const Json& value) {
  if (is_seed(name)) return;
  const Json number = value.is_number() ? Json(value.get<double>()) : value;
  place.values[fmt::format("{} {} {}", role, position, name)] = number.dump();
}

Place place_of(const TrialSpec& spec) {
  Place place{.block = spec.block.value_or(""),
              .label = spec.label,
              .replicate = spec.replicate,
              .models = fmt::format("{} {} | {}", spec.mode(), names_of(spec.foregrounds),
                                    names_of(spec.backgrounds))};
  const auto add = [&](const std::string& role, const std::vector<ModelUse>& uses) {
    for (std::size_t i = 0; i < uses.size(); ++i) {
      for (const auto& [name, value] : uses[i].values) add_value(place, role, i + 1, name, value);
    }
  };
  add("foreground", spec.foregrounds);
  add("background", spec.backgrounds);
  return place;
}

Place place_of(const TrialSummary& trial) {
  Place place{.block = trial.block.value_or(""),
              .label = trial.label,
              .replicate = trial.replicate.value_or(1),
              .models = fmt::format("{} {} | {}", trial.mode, trial.full_model(),
                                    trial.background.value_or(""))};
  for (const SummaryValue& each : trial.hyperparameters) {
    if (each.source == "passed")
      add_value(place, each.role, static_cast<std::size_t>(each.position), each.name, each.value);
  }
  return place;
}

/// What trials that resemble each other so have in common; absent for one without a label.
std::optional<std::string> key_of(const Place& place, Likeness likeness) {
  const auto key = [&](bool in_block, const std::string& rest) {
    return fmt::format("{} | {} | {} | {}", static_cast<int>(likeness), place.replicate,
                       in_block ? place.block : "", rest);
  };
  std::string what = place.models;
  switch (likeness) {
    case Likeness::label_in_block:
    case Likeness::label:
      if (!place.label) return std::nullopt;
      return key(likeness == Likeness::label_in_block, *place.label);
    case Likeness::models_in_block:
    case Likeness::models:
      return key(likeness == Likeness::models_in_block, what);
    case Likeness::values_in_block:
    case Likeness::values:
      for (const auto& [name, value] : place.values) what += fmt::format(" | {}={}", name, value);
      return key(likeness == Likeness::values_in_block, what);
  }
  return std::nullopt;
}

}  // namespace

Orphans::Orphans(const std::vector<TrialSummary>& stored,
                 const std::vector<PlannedTrial>& planned) {
  if (stored.empty()) return;
  std::unordered_set<std::string> wanted;
  for (const PlannedTrial& trial : planned) wanted.insert(trial.identity());
  for (const TrialSummary& each : stored) {
    if (!each.identity || wanted.contains(*each.identity)) continue;
    ++count_;
    const Place place = place_of(each);
    for (const Likeness likeness : kLikenesses) {
      if (const auto key = key_of(place, likeness)) known_.emplace(*key, &each);
    }
  }
}

const TrialSummary* Orphans::take(const TrialSpec& spec, Likeness likeness) {
  if (all_taken()) return nullptr;
  const auto key = key_of(place_of(spec), likeness);
  if (!key) return nullptr;
  for (auto found = known_.find(*key); found != known_.end() && found->first == *key;
       found = known_.erase(found)) {
    if (taken_.insert(found->second).second) return found->second;
  }
  return nullptr;
}

}  // namespace mutlua
