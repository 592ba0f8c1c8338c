// SPDX-License-Identifier: MIT
#include "cli/plan_estimates.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "cli/plan_units.h"

namespace mutlua {
namespace {

/// Trainings and waits vary independently of each other.
CostTotal with_waits(const CostTotal& total, const ExpectedWaits& waits, double per_second) {
  const auto beyond = [&](double one, double middle, double wait) {
    return std::hypot(one - middle, (wait - waits.middle) * per_second);
  };
  const double median = total.median + waits.middle * per_second;
  return {.low = median - beyond(total.low, total.median, waits.low),
          .median = median,
          .high = median + beyond(total.high, total.median, waits.high)};
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
                             PlanHistory& history) {
  PlanEstimates estimates;
  const std::vector<CostQuestion> questions = cost_questions(trials);
  estimates.trainings = expected_seconds(questions, history);
  estimates.waits = expected_waits(trials, study, history);
  estimates.seconds = with_waits(estimates.trainings.total, estimates.waits, 1);
  estimates.joules = expected_joules(questions, history);
  estimates.idle_watts = idle_watts(questions, history);
  estimates.energy =
      with_waits(estimates.joules.total, estimates.waits, estimates.idle_watts.value_or(0));
  estimates.memory = pairing_memory(trials, history);
  if (!estimates.memory.empty()) estimates.card = card_bytes();
  const CostAnswer& trainings = estimates.trainings;
  estimates.disk =
      disk_need(results, trainings.trials,
                trainings.known() || trainings.trials == 0 ? std::optional(estimates.seconds.median)
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
