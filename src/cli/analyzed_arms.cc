// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/error.h"
#include "base/fields.h"
#include "cli/analysis.h"
#include "cli/analyzed_fields.h"

namespace mutlua {
namespace {

/// Trials that differ in the arm, and in nothing else by which cells are told apart.
struct Comparable {
  Levels levels;
  std::vector<const TrialSummary*> trials;
};

/// Numbers by size, then texts by the alphabet; what a trial lacks is no level.
std::vector<Json> levels_of_arm(const std::vector<TrialSummary>& trials, const std::string& arm) {
  std::vector<Json> levels;
  for (const TrialSummary& trial : trials) {
    const Json level = level_of(trial, arm);
    if (level.is_null() || std::find(levels.begin(), levels.end(), level) != levels.end()) continue;
    levels.push_back(level);
  }
  std::sort(levels.begin(), levels.end());
  return levels;
}

/// The level that was asked for, else "alone" or "sequential" if it is one, else the first.
Json baseline_of(const std::vector<Json>& levels, const std::string& arm,
                 const std::string& asked) {
  for (const Json& level : levels) {
    const std::string text = level_text(level);
    if (asked.empty() ? text == "alone" || text == "sequential" : text == asked) return level;
  }
  if (asked.empty()) return levels.front();
  std::vector<std::string> known;
  for (const Json& level : levels) known.push_back(level_text(level));
  throw Error(ErrorKind::usage, fmt::format("--arm: no trial that counts has {} = '{}'{}", arm,
                                            asked, suggestion(asked, known)));
}

/// What both arms have in common: what makes a cell, but for the arm, and for the background where
/// that is what the arm says.
std::vector<std::string> matched_names(const Analysis& analysis) {
  std::vector<std::string> names;
  for (const std::string& name : analysis.by) {
    const bool of_mode = name == "background" && analysis.arm == "mode";
    if (name != analysis.arm && !of_mode) names.push_back(name);
  }
  return names;
}

std::vector<Comparable> comparable_trials(const Analysis& analysis,
                                          const std::vector<TrialSummary>& trials) {
  std::vector<Comparable> groups;
  std::map<std::string, std::size_t> places;
  for (const TrialSummary& trial : trials) {
    if (level_of(trial, analysis.arm).is_null()) continue;
    Levels levels;
    for (const std::string& name : analysis.matched) levels.push_back(level_of(trial, name));
    const auto [place, is_new] = places.emplace(Json(levels).dump(), groups.size());
    if (is_new) groups.push_back({levels, {}});
    groups[place->second].trials.push_back(&trial);
  }
  std::stable_sort(groups.begin(), groups.end(),
                   [](const Comparable& a, const Comparable& b) { return a.levels < b.levels; });
  return groups;
}

/// Several named blocks are the units. The replicates of one block, or of trials without blocks,
/// stand for blocks: orders keep a replicate together, and its arms train with the same seed.
bool by_replicates(const std::vector<Comparable>& groups) {
  std::set<std::string> blocks;
  for (const Comparable& group : groups) {
    for (const TrialSummary* trial : group.trials) blocks.insert(trial->block.value_or(""));
  }
  return blocks.size() < 2;
}

/// What was measured under like conditions: the same block and replicate of one session. Another
/// session is another day, even where its block has the same name; so arms are never compared from
/// one to the other. But a block remains one unit, in however many sessions it was measured.
Observation observation(const TrialSummary& trial, const Levels& levels, bool of_replicates) {
  const std::string replicate = fmt::format("{} {}", trial.replicate.value_or(1), trial.session);
  Observation observation;
  observation.block = of_replicates ? replicate : trial.block.value_or("");
  observation.stratum = Json(levels).dump() + trial.block.value_or("") + "\n" + replicate;
  return observation;
}

ArmRatio ratio_of(const Analysis& analysis, const std::vector<Comparable>& groups,
                  const Json& level, const std::string& outcome) {
  ArmRatio result{.levels = {},
                  .level = level,
                  .outcome = outcome,
                  .of_replicates = by_replicates(groups),
                  .ratio = {}};
  std::vector<Observation> observations;
  for (const Comparable& group : groups) {
    for (const TrialSummary* trial : group.trials) {
      const Json own = level_of(*trial, analysis.arm);
      const auto value = outcome_of(*trial, outcome);
      if (!value || (own != level && own != analysis.baseline)) continue;
      observations.push_back(observation(*trial, group.levels, result.of_replicates));
      observations.back().treated = own == level;
      observations.back().value = *value;
    }
  }
  result.ratio = block_ratio(observations);
  return result;
}

void add_ratios(Analysis& analysis, const std::vector<Comparable>& groups, const Json& level) {
  for (const std::string& outcome : analysis.outcomes) {
    std::size_t compared = 0;
    for (const Comparable& group : groups) {
      ArmRatio ratio = ratio_of(analysis, {group}, level, outcome);
      if (ratio.ratio.blocks == 0) continue;  // the arms do not meet here
      ratio.levels = group.levels;
      analysis.ratios.push_back(std::move(ratio));
      ++compared;
    }
    if (compared == 1) continue;  // over all it would be the same again
    analysis.ratios.push_back(ratio_of(analysis, groups, level, outcome));
  }
}

}  // namespace

void add_arms(Analysis& analysis, const std::vector<TrialSummary>& trials,
              const std::string& asked) {
  const std::size_t equals = asked.find('=');
  analysis.arm = asked.substr(0, equals);
  if (asked.empty()) {
    const std::vector<std::string> factors = factor_names(trials);
    if (std::find(factors.begin(), factors.end(), "mode") == factors.end()) return;
    analysis.arm = "mode";
  }
  require_level_name(trials, analysis.arm, "--arm");
  const std::vector<Json> levels = levels_of_arm(trials, analysis.arm);
  const std::string baseline = equals == std::string::npos ? "" : asked.substr(equals + 1);
  analysis.baseline = baseline_of(levels, analysis.arm, baseline);
  analysis.matched = matched_names(analysis);
  const std::vector<Comparable> groups = comparable_trials(analysis, trials);
  for (const Json& level : levels) {
    if (level != analysis.baseline) add_ratios(analysis, groups, level);
  }
}

}  // namespace mutlua
