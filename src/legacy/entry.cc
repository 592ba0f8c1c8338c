// SPDX-License-Identifier: MIT
#include "legacy/entry.h"

#include <algorithm>

#include "legacy/keys.h"
#include "legacy/measured.h"
#include "legacy/mode.h"

namespace mutlua {
namespace {

/// The runs before the mutations, as an entry of their own.
std::optional<LegacyEntry> baseline_of(LegacyObject& object, const LegacyEntry& entry,
                                       const LegacyContext& context) {
  const Json* value = object.take("baseline_runs");
  if (value == nullptr) return std::nullopt;
  const std::string where = object.path("baseline_runs");
  const int runs = count_from(*value, where, false);
  if (runs == 0) {
    context.note(where, "no runs at the defaults");
    return std::nullopt;
  }
  context.warn(where, "read as so many runs without mutated values");
  LegacyEntry baseline = entry;
  baseline.mutated.clear();
  baseline.ranges.clear();
  baseline.runs = runs;
  return baseline;
}

/// num_mutations counts where nothing nearer than the top says how often.
void take_mutations(LegacyObject& object, const LegacyEntry& entry, LegacyRuns& runs,
                    const LegacyContext& context) {
  if (entry.mutated.empty() || runs.value != nullptr || !object.has("num_mutations")) return;
  const std::string where = object.path("num_mutations");
  runs.otherwise(object.take("num_mutations"), where);
  context.warn(where,
               "read as the number of mutations, each run once and alone; the old tool took "
               "runs_per_config, and no background is named for a run beside it");
}

std::vector<LegacyEntry> finished(LegacyObject& object, LegacyEntry entry, LegacyRuns& runs,
                                  const LegacyUsual& usual, const LegacyContext& context) {
  if (!entry.timeout_seconds) entry.timeout_seconds = take_timeout(object, context);
  if (!entry.background) take_mutations(object, entry, runs, context);
  std::vector<LegacyEntry> entries;
  if (auto baseline = baseline_of(object, entry, context)) entries.push_back(*std::move(baseline));
  entry.runs = runs.count(usual, context);
  if (entry.runs == 0) {
    context.note(runs.where, "0: nothing is run");
  } else {
    entries.push_back(std::move(entry));
  }
  report_unread(object, LegacyPlace::entry, context);
  return entries;
}

std::vector<LegacyEntry> read_alone(LegacyObject& object, LegacyMode mode, const LegacyUsual& usual,
                                    const LegacyContext& context) {
  LegacyRuns runs;
  runs.otherwise(object.take("runs_per_config"), object.path("runs_per_config"));
  LegacyEntry entry = read_measured(object, mode, context);
  return finished(object, std::move(entry), runs, usual, context);
}

const Json* take_load(LegacyObject& object, std::string& where, const LegacyContext& context) {
  where = object.path("background");
  if (const Json* background = object.take("background")) return background;
  const Json* load = object.take("background_load");
  if (load == nullptr) return nullptr;
  where = object.path("background_load");
  context.warn(where, "read as background");
  return load;
}

LegacyEntry read_foreground(LegacyObject& foreground, LegacyRuns& runs,
                            const LegacyContext& context) {
  const LegacyMode mode = foreground_mode(foreground, context);
  runs.otherwise(foreground.take("runs_per_config"), foreground.path("runs_per_config"));
  LegacyEntry entry = read_measured(foreground, mode, context);
  entry.timeout_seconds = take_timeout(foreground, context);
  report_unread(foreground, LegacyPlace::foreground, context);
  return entry;
}

/// Names that stand outside only because the file's form wanted them.
void skip_outer_model(LegacyObject& object, const LegacyContext& context) {
  for (const char* key : {"repo", "model"}) {
    if (object.take(key) == nullptr) continue;
    context.note(object.path(key), "ignored: the foreground names the model");
  }
}

std::vector<LegacyEntry> read_parallel(LegacyObject& object, const LegacyUsual& usual,
                                       const LegacyContext& context) {
  LegacyRuns runs;
  runs.otherwise(object.take("runs_per_config"), object.path("runs_per_config"));
  std::string load_where;
  const Json* load = take_load(object, load_where, context);
  LegacyEntry entry;
  if (const Json* inner = object.take("foreground")) {
    LegacyObject foreground(*inner, object.path("foreground"));
    entry = read_foreground(foreground, runs, context);
    skip_outer_model(object, context);
  } else if (object.has("repo") || object.has("repository")) {
    context.warn(object.where(), "names no foreground; the model that it names itself is measured");
    entry = read_measured(object, mode_shown_by(object, context), context);
  } else {
    throw CannotRun(object.path("foreground"), "missing; nothing is measured");
  }
  if (load == nullptr || !load->is_object() || load->empty()) {
    throw CannotRun(load_where, "missing; a parallel experiment needs one");
  }
  LegacyObject background(*load, load_where);
  entry.background = read_background(background, context);
  return finished(object, std::move(entry), runs, usual, context);
}

}  // namespace

std::vector<LegacyEntry> read_entry(LegacyObject& object, const LegacyUsual& usual,
                                    const LegacyContext& context) {
  const LegacyMode mode = entry_mode(object, usual.mode, context);
  if (mode == LegacyMode::parallel) return read_parallel(object, usual, context);
  const Json* foreground = object.look("foreground");
  if (foreground == nullptr || object.has("repo") || object.has("repository")) {
    return read_alone(object, mode, usual, context);
  }
  // A foreground of which it is said that it runs alone.
  context.warn(object.path("foreground"), "run alone: the mode forbids a background");
  object.skip("foreground");
  LegacyObject inner(*foreground, object.path("foreground"));
  LegacyRuns runs;
  runs.otherwise(object.take("runs_per_config"), object.path("runs_per_config"));
  LegacyEntry entry = read_foreground(inner, runs, context);
  return finished(object, std::move(entry), runs, usual, context);
}

bool is_only_remarks(const LegacyObject& object) {
  if (!object.json().is_object()) return false;
  const auto& items = object.json().items();
  return std::all_of(items.begin(), items.end(), [](const auto& item) {
    return is_remark(item.key()) || !says_something(item.key());
  });
}

void LegacyRuns::otherwise(const Json* next, const std::string& next_where) {
  if (value != nullptr || next == nullptr) return;
  value = next;
  where = next_where;
}

int LegacyRuns::count(const LegacyUsual& usual, const LegacyContext& context) {
  otherwise(usual.runs, usual.runs_where);
  if (usual.runs_override) {
    if (where.empty()) where = "-n";
    return *usual.runs_override;
  }
  return value == nullptr ? 1 : count_from(*value, where, context.strict);
}

}  // namespace mutlua
