// SPDX-License-Identifier: MIT
#include <algorithm>

#include "cli/analysis_report.h"
#include "cli/analyzed_fields.h"
#include "store/csv_text.h"

namespace mutlua {
namespace {

const std::vector<std::string> kFirstColumns = {"session", "kind",  "experiment_id",
                                                "study",   "block", "replicate"};

/// What makes a cell, and the arm; without what stands in the first columns anyway.
std::vector<std::string> level_columns(const Analysis& analysis) {
  std::vector<std::string> columns;
  std::vector<std::string> names = analysis.by;
  if (!analysis.arm.empty()) names.push_back(analysis.arm);
  for (const std::string& name : names) {
    const auto has = [&](const auto& list) {
      return std::find(list.begin(), list.end(), name) != list.end();
    };
    if (!has(columns) && !has(kFirstColumns)) columns.push_back(name);
  }
  return columns;
}

}  // namespace

std::string analysis_csv(const AnalyzedTrials& trials, const Analysis& analysis) {
  const std::vector<std::string> columns = level_columns(analysis);
  std::vector<std::string> heads = kFirstColumns;
  heads.insert(heads.end(), columns.begin(), columns.end());
  heads.insert(heads.end(), {"outcome", "value"});
  std::string text = csv_line(heads);
  for (const TrialSummary& trial : trials.counted) {
    std::vector<std::string> cells = {trial.session,
                                      to_text(trials.kind),
                                      trial.experiment_id,
                                      trial.study.value_or(""),
                                      trial.block.value_or(""),
                                      trial.replicate ? std::to_string(*trial.replicate) : ""};
    for (const std::string& column : columns) cells.push_back(level_text(level_of(trial, column)));
    for (const std::string& outcome : analysis.outcomes) {
      std::vector<std::string> row = cells;
      const auto value = outcome_of(trial, outcome);
      row.insert(row.end(), {outcome, value ? number_text(*value) : ""});
      text += csv_line(row);
    }
  }
  return text;
}

}  // namespace mutlua
