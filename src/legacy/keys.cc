// SPDX-License-Identifier: MIT
#include "legacy/keys.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "base/fields.h"
#include "legacy/utf8.h"

namespace mutlua {
namespace {

const std::set<std::string> kRemarks = {"comment",
                                        "note",
                                        "notes",
                                        "description",
                                        "purpose",
                                        "rationale",
                                        "created",
                                        "updated",
                                        "creation_date",
                                        "version",
                                        "actual_experiments_to_run",
                                        "completion_status",
                                        "execution_summary",
                                        "merge_info",
                                        "merge_date",
                                        "total_experiments",
                                        "time_estimate",
                                        "validation_criteria",
                                        "validation_note",
                                        "mutation_note",
                                        "strategy",
                                        "experiment_id"};

constexpr std::array<const char*, 5> kRemarkStarts = {"_", "estimated_", "expected_", "target_",
                                                      "reusable_results_"};

/// Keys that had no effect, and why nothing is missing without them.
const std::map<std::string, std::string> kIdle = {
    {"cleanup_gpu_memory", "the processes of a trial are gone when it ends"},
    {"cleanup_between_experiments", "the processes of a trial are gone when it ends"},
    {"base_results_dir", "--results names the folder of the results"},
    {"mutation_strategy", "ranges are the catalogue's"},
    {"deduplication", "use_deduplication decides"},
    {"session_name", "experiment_name names the study"},
    {"concurrent_mode", "pairs are run together anyway"},
};

const std::map<LegacyPlace, Texts> kKnown = {
    {LegacyPlace::top,
     {"experiment_name", "description", "governor", "runs_per_config", "max_retries", "mode",
      "experiments", "use_deduplication", "historical_csvs", "global_settings", "model_pairs",
      "concurrent_mode"}},
    {LegacyPlace::entry,
     {"mode", "repo", "model", "hyperparameters", "mutate", "foreground", "background",
      "runs_per_config", "repository", "mutate_params", "mutation_type", "experiment_type",
      "baseline_runs", "num_mutations", "fixed_hyperparams", "timeout", "background_load",
      "model_pairs"}},
    {LegacyPlace::foreground,
     {"repo", "model", "mode", "mutate", "hyperparameters", "runs_per_config", "repository",
      "mutate_params", "mutation_type", "fixed_hyperparams", "timeout"}},
    {LegacyPlace::background, {"repo", "model", "hyperparameters", "repository"}},
    {LegacyPlace::global_settings, {"runs_per_config", "use_deduplication", "historical_csvs"}},
    {LegacyPlace::pair, {"model_a", "model_b"}},
    {LegacyPlace::pair_model, {"repo", "model", "hp"}},
};

bool is_known(LegacyPlace place, const std::string& key) {
  const Texts& known = kKnown.at(place);
  return std::find(known.begin(), known.end(), key) != known.end();
}

/// A background is neither mutated nor measured, so these said nothing.
bool idle_in_background(LegacyPlace place, const std::string& key) {
  return place == LegacyPlace::background && is_known(LegacyPlace::foreground, key);
}

void report(const LegacyObject& object, LegacyPlace place, const std::string& key,
            const LegacyContext& context) {
  const std::string where = object.path(key);
  const Json* value = object.look(key);
  const bool prose = place == LegacyPlace::top && key == "background";
  if (is_remark(key) || prose) {
    context.note(where, "a remark; it has no effect");
  } else if (value == nullptr) {
    context.note(where, "is null; ignored");
  } else if (kIdle.contains(key)) {
    context.note(where, "ignored: " + kIdle.at(key));
  } else if (idle_in_background(place, key)) {
    const bool silent = value->empty() || key == "mode";
    const std::string message = "ignored: a background keeps its fixed values";
    silent ? context.note(where, message) : context.warn(where, message);
  } else if (is_known(place, key)) {
    context.warn(
        where, context.strict ? "ignored, as by the old tool" : "ignored: it has no meaning here");
  } else {
    context.warn(where, "unknown, ignored" + suggestion(valid_utf8(key), kKnown.at(place)));
  }
}

}  // namespace

bool is_remark(const std::string& key) {
  if (kRemarks.contains(key) || key.ends_with("_experiments")) return true;
  if (key.starts_with("original_stage") && key.ends_with("_runs")) return true;
  return std::any_of(kRemarkStarts.begin(), kRemarkStarts.end(),
                     [&](const char* start) { return key.starts_with(start); });
}

bool says_something(const std::string& key) { return is_known(LegacyPlace::entry, key); }

std::vector<std::string> take_remarks(LegacyObject& object, const LegacyContext& context) {
  for (const char* key : {"comment", "description", "note", "purpose"}) {
    const Json* value = object.look(key);
    if (value == nullptr || !value->is_string()) continue;
    object.skip(key);
    context.note(object.path(key), "a remark; it is kept as a comment");
    return {value->get<std::string>()};
  }
  return {};
}

void report_unread(const LegacyObject& object, LegacyPlace place, const LegacyContext& context) {
  for (const std::string& key : object.unread()) report(object, place, key, context);
}

}  // namespace mutlua
