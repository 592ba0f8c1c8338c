// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "store/trial_summary.h"

namespace mutlua {

/// What a trial is grouped by: a factor, else "model" (of several foregrounds all), "background",
/// "label", "block", "mode", "replicate", "study", "catalogue" or "session" of the trial itself,
/// else a hyperparameter of its first foreground. Null where the trial has none.
Json level_of(const TrialSummary& trial, const std::string& name);

bool any_has_level(const std::vector<TrialSummary>& trials, const std::string& name);

/// A level as text: numbers in their shortest form, nothing for null.
std::string level_text(const Json& level);

/// The names of the factors of all trials, in the order in which they are first seen.
std::vector<std::string> factor_names(const std::vector<TrialSummary>& trials);

/// What makes a cell where nobody says it: the model, the background if a trial has one, and all
/// factors; without factors the labels, and without these the mode.
std::vector<std::string> default_cell_names(const std::vector<TrialSummary>& trials);

/// Throws Error(usage), with the nearest name, if no trial has anything of that name. `option` is
/// "--by" or "--arm".
void require_level_name(const std::vector<TrialSummary>& trials, const std::string& name,
                        const std::string& option);

/// In what trials of one cell differ though it is a treatment: model, background, catalogue and
/// hyperparameters. A seed is none.
std::set<std::string> differences(const std::vector<const TrialSummary*>& cell);

/// The outcome's name in the index's view v_trials: "energy.gpu_joules" and
/// "gpu_energy_total_joules" both give the latter, "outcome.metrics.accuracy", "metric_accuracy"
/// and "accuracy" give "metric_accuracy". Throws Error(usage) if no trial has it.
std::string outcome_name(const std::vector<TrialSummary>& trials, const std::string& given);

/// duration_seconds, the joules of GPU, CPU and both as far as any trial has them, and the first
/// metric of each model.
std::vector<std::string> default_outcomes(const std::vector<TrialSummary>& trials);

/// An outcome by its name in v_trials. Absent if it is unknown, no finite number, energy that is
/// invalid, or the duration of a trial with several trainings, each of which has its own. Metrics
/// are those of the first training.
std::optional<double> outcome_of(const TrialSummary& trial, const std::string& name);

}  // namespace mutlua
