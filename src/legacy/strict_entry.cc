// SPDX-License-Identifier: MIT
#include "legacy/entry.h"
#include "legacy/keys.h"
#include "legacy/model_reference.h"
#include "legacy/names.h"

namespace mutlua {
namespace {

/// The text under a key; nothing for another type, which the old tool compared in vain.
std::optional<std::string> word_under(LegacyObject& object, const std::string& key) {
  const Json* value = object.take(key);
  if (value == nullptr || !value->is_string()) return std::nullopt;
  return value->get<std::string>();
}

void read_names(LegacyObject& object, const Model& model, const LegacyContext& context,
                LegacyEntry& entry) {
  const Json* names = object.take("mutate");
  entry.mutated = names == nullptr
                      ? std::vector<std::string>{"all"}
                      : read_mutate(*names, object.path("mutate"), model, context).names;
}

void read_fixed(LegacyObject& object, const Model& model, const LegacyContext& context,
                LegacyTraining& training) {
  const Json* values = object.take("hyperparameters");
  if (values == nullptr) return;
  read_values(*values, object.path("hyperparameters"), model, context, training);
}

LegacyEntry read_strictly(LegacyObject& object, bool mutation, const LegacyContext& context) {
  LegacyEntry entry;
  const Model& model = model_named(object, context);
  entry.foreground.model = model.name;
  if (mutation) {
    read_names(object, model, context, entry);
  } else {
    read_fixed(object, model, context, entry.foreground);
  }
  return entry;
}

LegacyObject non_empty(LegacyObject& object, const std::string& key) {
  const Json* value = object.take(key);
  if (value != nullptr && value->is_object() && !value->empty()) return {*value, object.path(key)};
  throw CannotRun(object.path(key), "missing; a parallel experiment needs one");
}

LegacyEntry read_parallel(LegacyObject& object, LegacyRuns& runs, const LegacyContext& context) {
  LegacyObject foreground = non_empty(object, "foreground");
  LegacyObject background = non_empty(object, "background");
  const bool says_mode = foreground.json().contains("mode");
  const auto mode = word_under(foreground, "mode");
  runs.otherwise(foreground.take("runs_per_config"), foreground.path("runs_per_config"));
  LegacyEntry entry = read_strictly(foreground, !says_mode || mode == "mutation", context);
  report_unread(foreground, LegacyPlace::foreground, context);

  entry.background.emplace();
  const Model& model = model_named(background, context);
  entry.background->model = model.name;
  read_fixed(background, model, context, *entry.background);
  report_unread(background, LegacyPlace::background, context);
  for (const char* key : {"repo", "model"}) {
    if (object.take(key) == nullptr) continue;
    context.note(object.path(key), "ignored: the foreground names the model");
  }
  return entry;
}

}  // namespace

std::vector<LegacyEntry> read_entry_strictly(LegacyObject& object, const LegacyUsual& usual,
                                             const LegacyContext& context) {
  // A mode that is null stays null, which means mutation.
  const bool says_mode = object.json().contains("mode");
  const auto own_mode = word_under(object, "mode");
  const auto mode = says_mode ? own_mode : usual.mode;
  LegacyRuns runs;
  runs.otherwise(object.take("runs_per_config"), object.path("runs_per_config"));
  LegacyEntry entry = mode == "parallel" ? read_parallel(object, runs, context)
                                         : read_strictly(object, mode != "default", context);
  entry.runs = runs.count(usual, context);
  report_unread(object, LegacyPlace::entry, context);
  if (entry.runs > 0) return {std::move(entry)};
  context.note(runs.where, "0: nothing is run");
  return {};
}

}  // namespace mutlua
