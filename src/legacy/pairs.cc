// SPDX-License-Identifier: MIT
#include "legacy/pairs.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "base/fields.h"
#include "legacy/keys.h"
#include "legacy/model_reference.h"
#include "legacy/utf8.h"

namespace mutlua {
namespace {

/// A level of the study: what plays the role is multiplied by the factor.
struct Level {
  const char* word;
  const char* role;
  double factor;
};
constexpr std::array<Level, 4> kLevels = {{{"lr_min", "learning_rate", 0.2},
                                           {"lr_max", "learning_rate", 5},
                                           {"epochs_min", "epochs", 0.5},
                                           {"epochs_max", "epochs", 1.5}}};

std::string playing(const Model& model, const std::string& role) {
  if (model.find(role) != nullptr) return role;
  for (const auto& [known, name] : model.roles) {
    if (known == role) return name;
  }
  return role;
}

/// As the study's edges: twelve digits, whole numbers rounded half to even and at least 1.
Json scaled(const Hyperparameter& hyperparameter, double factor) {
  const double value = std::stod(fmt::format("{:.12g}", *hyperparameter.default_value * factor));
  if (!hyperparameter.is_integer) return value;
  return static_cast<std::int64_t>(std::max(1.0, std::nearbyint(value)));
}

void read_level(const std::string& word, const std::string& where, const Model& model,
                LegacyTraining& training) {
  const auto level = std::find_if(kLevels.begin(), kLevels.end(),
                                  [&](const Level& one) { return word == one.word; });
  if (level == kLevels.end()) {
    throw CannotRun(where, fmt::format("unknown values '{}'; known: default, lr_min, lr_max, "
                                       "epochs_min, epochs_max, or an object of values",
                                       valid_utf8(word)));
  }
  const std::string name = playing(model, level->role);
  const Hyperparameter* hyperparameter = model.find(name);
  if (hyperparameter == nullptr || !hyperparameter->default_value) {
    throw CannotRun(where, fmt::format("{} has no default of {} to multiply", model.name, name));
  }
  training.values.emplace_back(name, scaled(*hyperparameter, level->factor));
}

LegacyTraining read_model(LegacyObject& object, const LegacyContext& context) {
  const Model& model = model_abbreviated(object, context);
  LegacyTraining training{.model = model.name, .defaults = true, .values = {}, .recorded = {}};
  const Json* values = object.take("hp");
  if (values != nullptr && values->is_object()) {
    read_values(*values, object.path("hp"), model, context, training);
  } else if (values != nullptr && *values != "default") {
    if (!values->is_string()) {
      throw CannotRun(object.path("hp"), "expected a word or values, found " + type_name(*values));
    }
    read_level(values->get<std::string>(), object.path("hp"), model, training);
  }
  report_unread(object, LegacyPlace::pair_model, context);
  return training;
}

LegacyTraining read_side(LegacyObject& pair, const std::string& key, const LegacyContext& context) {
  const Json* side = pair.take(key);
  if (side == nullptr || !side->is_object()) throw CannotRun(pair.path(key), "missing");
  LegacyObject object(*side, pair.path(key));
  return read_model(object, context);
}

void read_pair(LegacyObject& pair, const LegacyUsual& usual, const LegacyContext& context,
               LegacySettings& settings) {
  LegacyEntry entry;
  entry.where = pair.where();
  entry.remarks = take_remarks(pair, context);
  entry.foreground = read_side(pair, "model_a", context);
  entry.background = read_side(pair, "model_b", context);
  LegacyRuns runs;
  entry.runs = runs.count(usual, context);
  report_unread(pair, LegacyPlace::pair, context);
  if (entry.runs == 0) {
    context.note(runs.where, "0: nothing is run");
  } else if (entry.foreground.values.empty() && entry.background->values.empty()) {
    settings.pairs.push_back({entry.foreground.model, entry.background->model});
    settings.pair_runs = entry.runs;
  } else {
    settings.entries.push_back(std::move(entry));
  }
}

}  // namespace

void read_pairs(const Json& pairs, const std::string& where, const LegacyUsual& usual,
                const LegacyContext& context, LegacySettings& settings) {
  if (!pairs.is_array()) {
    context.fail(where, "expected a list of pairs, found " + type_name(pairs));
    return;
  }
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    LegacyObject pair(pairs[i], fmt::format("{}[{}]", where, i));
    try {
      read_pair(pair, usual, context, settings);
    } catch (const CannotRun& fault) {
      context.fail(fault.where(), std::string("left out: ") + fault.what());
    }
  }
}

}  // namespace mutlua
