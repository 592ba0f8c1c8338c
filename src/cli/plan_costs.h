// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "analysis/cost_total.h"
#include "cli/plan_history.h"
#include "lab/lab.h"

namespace mutlua {

/// Trainings that are to come and that nothing tells apart but what does not count for their cost.
struct CostQuestion {
  const Model* model = nullptr;  ///< the first foreground's; nullptr: only a load
  std::string mode;
  std::string load;               ///< what runs beside it, as in PastTrial
  std::optional<double> epochs;   ///< absent: the training's own default, which nobody knows
  std::optional<double> seconds;  ///< how long it is measured, where the design says so
  /// Else how long the trainings of a trial by hand took on the simulated machine, where the
  /// catalogue or the past told it.
  std::optional<double> simulated = {};
  std::size_t count = 0;
};

/// Those of the trials that are still to be measured.
std::vector<CostQuestion> cost_questions(const std::vector<PlannedTrial>& trials,
                                         PlanHistory& history);

/// What trainings are expected to cost, and how that is known.
struct CostAnswer {
  CostTotal total;  ///< of those that something is known of
  std::size_t trials = 0;
  std::size_t from_history = 0;
  std::size_t from_design = 0;
  std::size_t from_catalogue = 0;
  std::size_t from_simulation = 0;
  std::size_t unknown = 0;
  std::size_t trainings = 0;  ///< earlier ones, from which it is known
  std::size_t sessions = 0;   ///< theirs
  /// Of those from history: beside a load where the past trained alone, or the other way round.
  std::size_t of_unseen_mode = 0;
  std::set<std::string> unknown_models;
  std::set<std::string> domains;  ///< of joules: "GPU and CPU", "GPU alone", "CPU alone"

  bool known() const { return trials > unknown; }
};

CostAnswer expected_seconds(const std::vector<CostQuestion>& questions, PlanHistory& history);

/// Of the trainings alone: from earlier ones whose joules are known. Where most of a model's have
/// those of GPU and CPU, only these count; else those of the GPU, else those of the CPU.
CostAnswer expected_joules(const std::vector<CostQuestion>& questions, PlanHistory& history);

}  // namespace mutlua
