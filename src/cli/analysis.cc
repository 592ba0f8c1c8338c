// SPDX-License-Identifier: MIT
#include "cli/analysis.h"

#include <algorithm>
#include <map>
#include <set>

#include "cli/analyzed_fields.h"

namespace mutlua {
namespace {

Levels levels_of(const TrialSummary& trial, const std::vector<std::string>& names) {
  Levels levels;
  for (const std::string& name : names) levels.push_back(level_of(trial, name));
  return levels;
}

/// Whether any trial of that model could have the outcome: a metric of one model is nothing that
/// another one lacks.
bool concerns(const std::vector<const TrialSummary*>& trials, const std::string& outcome) {
  if (!outcome.starts_with("metric_")) return true;
  for (const TrialSummary* trial : trials) {
    if (outcome_of(*trial, outcome)) return true;
  }
  return false;
}

CellOutcome outcome_of_cell(const std::vector<const TrialSummary*>& trials,
                            const std::string& name) {
  CellOutcome outcome{.name = name, .estimate = {}, .missing = 0, .note = {}};
  std::vector<double> values;
  for (const TrialSummary* trial : trials) {
    const auto value = outcome_of(*trial, name);
    if (value) {
      values.push_back(*value);
    } else {
      ++outcome.missing;
    }
  }
  outcome.estimate = estimate(values);
  const bool several = std::any_of(trials.begin(), trials.end(), [](const TrialSummary* trial) {
    return trial->foregrounds.has_value();
  });
  if (several && name.starts_with("metric_")) outcome.note = "of the first training";
  if (values.empty()) {
    outcome.estimate.reason = several && name == "duration_seconds"
                                  ? "each of its trainings has its own"
                                  : "no trial of the cell has it";
  }
  return outcome;
}

Cell cell_of(const std::vector<const TrialSummary*>& trials, const Analysis& analysis) {
  Cell cell{.levels = levels_of(*trials.front(), analysis.by), .records = {}, .outcomes = {}};
  for (const TrialSummary* trial : trials)
    cell.records.emplace_back(trial->session, trial->experiment_id);
  for (const std::string& name : analysis.outcomes) {
    if (concerns(trials, name)) cell.outcomes.push_back(outcome_of_cell(trials, name));
  }
  return cell;
}

void add_cells(Analysis& analysis, const std::vector<TrialSummary>& trials,
               const SpecificationOf& specification) {
  std::vector<std::vector<const TrialSummary*>> cells;
  std::map<std::string, std::size_t> places;
  for (const TrialSummary& trial : trials) {
    const std::string key = Json(levels_of(trial, analysis.by)).dump();
    const auto [place, is_new] = places.emplace(key, cells.size());
    if (is_new) cells.emplace_back();
    cells[place->second].push_back(&trial);
  }
  std::set<std::string> pooled;
  HiddenDifferences hidden(specification);
  for (const auto& each : cells) {
    analysis.cells.push_back(cell_of(each, analysis));
    pooled.merge(differences(each));
    hidden.look_into(each);
  }
  pooled.insert(hidden.names().begin(), hidden.names().end());
  std::stable_sort(analysis.cells.begin(), analysis.cells.end(),
                   [](const Cell& a, const Cell& b) { return a.levels < b.levels; });
  analysis.pooled.assign(pooled.begin(), pooled.end());
}

}  // namespace

Analysis analyze(const AnalyzedTrials& trials, const AnalyzeRequest& request,
                 const SpecificationOf& specification) {
  Analysis analysis;
  if (trials.counted.empty()) return analysis;
  for (const std::string& name : request.by) require_level_name(trials.counted, name, "--by");
  analysis.by = request.by.empty() ? default_cell_names(trials.counted) : request.by;
  for (const std::string& name : request.outcomes) {
    analysis.outcomes.push_back(outcome_name(trials.counted, name));
  }
  if (request.outcomes.empty()) analysis.outcomes = default_outcomes(trials.counted);
  add_cells(analysis, trials.counted, specification);
  add_arms(analysis, trials.counted, request.arm);
  return analysis;
}

}  // namespace mutlua
