// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "analysis/block_ratio.h"
#include "cli/analyzed_trials.h"
#include "cli/command_line.h"
#include "cli/hidden_differences.h"

namespace mutlua {

using Levels = std::vector<Json>;  ///< one per name; null where a trial has none

/// One outcome of one cell.
struct CellOutcome {
  std::string name;  ///< as in v_trials: "duration_seconds", "metric_accuracy"
  Estimate estimate;
  std::size_t missing = 0;  ///< trials of the cell that lack it
  std::string note;         ///< what it is of, where that is not the whole trial; else empty
};

/// Trials that agree in everything that makes a cell.
struct Cell {
  Levels levels;
  std::vector<std::pair<std::string, std::string>> records;  ///< session and experiment_id of each
  std::vector<CellOutcome> outcomes;
};

/// An arm against the baseline, within blocks, for one outcome.
struct ArmRatio {
  std::optional<Levels> levels;  ///< of what both arms have in common; absent: over all of them
  Json level;                    ///< of the arm
  std::string outcome;
  bool of_replicates = false;  ///< there is one block only: its replicates stand for blocks
  BlockRatio ratio;
};

struct Analysis {
  std::vector<std::string> by;
  std::vector<std::string> outcomes;
  std::vector<Cell> cells;           ///< by their levels: numbers by size, texts by the alphabet
  std::vector<std::string> pooled;   ///< what trials of one cell differ in though it was set
  std::string arm;                   ///< empty: nothing is compared
  Json baseline;                     ///< its level
  std::vector<std::string> matched;  ///< what both arms have in common
  std::vector<ArmRatio> ratios;
};

/// Cells of the trials that count, and ratios of the arms. Throws Error(usage) for a name that no
/// trial has.
Analysis analyze(const AnalyzedTrials& trials, const AnalyzeRequest& request,
                 const SpecificationOf& specification);

/// Fills in `arm`, `baseline`, `matched` and `ratios` (analyzed_arms.cc).
void add_arms(Analysis& analysis, const std::vector<TrialSummary>& trials,
              const std::string& asked);

}  // namespace mutlua
