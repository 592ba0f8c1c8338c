// SPDX-License-Identifier: MIT
#include "cli/plan_estimates.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "cli/plan_units.h"

namespace mutlua {
namespace {

/// Of parts that vary independently of each other.
CostTotal sum_of(const CostTotal& one, const CostTotal& other) {
  const double median = one.median + other.median;
  return {.low = median - std::hypot(one.low - one.median, other.low - other.median),
          .median = median,
          .high = median + std::hypot(one.high - one.median, other.high - other.median)};
}

CostTotal pauses(const ExpectedWaits& waits, double per_second) {
  return {.low = waits.low * per_second,
          .median = waits.middle * per_second,
          .high = waits.high * per_second};
}

/// The newest reading among the trials' models.
std::optional<double> idle_watts(const std::vector<CostQuestion>& questions, PlanHistory& history) {
  for (const CostQuestion& question : questions) {
    if (question.model == nullptr) continue;
    const std::vector<PastTrial>& trials = history.of(*question.model);
    const auto newest = std::find_if(trials.rbegin(), trials.rend(), [](const PastTrial& each) {
      return each.idle_watts.has_value();
    });
    if (newest != trials.rend()) return newest->idle_watts;
  }
  return std::nullopt;
}

}  // namespace

PlanEstimates plan_estimates(const std::vector<PlannedTrial>& trials, const std::string& study,
                             const std::string& session, const std::filesystem::path& results,
                             const WaitRules& rules, PlanHistory& history) {
  PlanEstimates estimates;
  const std::vector<CostQuestion> questions = cost_questions(trials, history);
  estimates.trainings = expected_seconds(questions, history);
  estimates.waits = expected_waits(trials, study, rules, history);
  estimates.seconds =
      sum_of(sum_of(estimates.trainings.total, estimates.waits.others), pauses(estimates.waits, 1));
  estimates.joules = expected_joules(questions, history);
  estimates.idle_watts = idle_watts(questions, history);
  estimates.energy =
      sum_of(estimates.joules.total, pauses(estimates.waits, estimates.idle_watts.value_or(0)));
  estimates.memory = pairing_memory(trials, history);
  if (!estimates.memory.empty()) estimates.card = card_bytes();
  const CostAnswer& trainings = estimates.trainings;
  estimates.disk =
      disk_need(results, trainings.trials,
                trainings.known() || trainings.trials == 0 ? std::optional(trainings.total.median)
                                                           : std::nullopt);
  estimates.effects = detectable(trials, session, history);
  return estimates;
}

Diagnostics warnings_of(const PlanEstimates& estimates) {
  Diagnostics warnings;
  for (const PairingMemory& each : estimates.memory) {
    if (!estimates.card || !each.bytes || *each.bytes <= *estimates.card) continue;
    warnings.push_back(
        {DiagnosticKind::warning, "",
         fmt::format("{} need about {} together, more than the card's {}", names_text(each.models),
                     bytes_text(*each.bytes), bytes_text(*estimates.card))});
  }
  if (estimates.disk.is_short()) {
    warnings.push_back(
        {DiagnosticKind::warning, "",
         fmt::format("the disk of the results has {} left, and about {} are needed",
                     bytes_text(*estimates.disk.free), bytes_text(*estimates.disk.bytes))});
  }
  return warnings;
}

}  // namespace mutlua
