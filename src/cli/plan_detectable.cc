// SPDX-License-Identifier: MIT
#include "cli/plan_detectable.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <set>
#include <unordered_set>

#include "analysis/detectable.h"
#include "cli/analyzed_trials.h"
#include "cli/plan_treatments.h"

namespace mutlua {
namespace {

constexpr const char* kJoules = "gpu_energy_total_joules";
constexpr const char* kSeconds = "duration_seconds";
constexpr std::size_t kLeastFreedom = 3;

bool is_seed(const std::string& name) { return name == "seed" || name.ends_with("_seed"); }

void add_use(std::string& key, const ModelUse& use) {
  key += "|" + use.model->name;
  std::map<std::string, std::string> values;
  for (const auto& [name, value] : use.values) {
    if (!is_seed(name)) values[name] = value.dump();
  }
  for (const auto& [name, value] : values) key += fmt::format(" {}={}", name, value);
}

std::string cell_of(const TrialSpec& spec) {
  std::string key = spec.label.value_or("") + "|" + spec.factors.dump();
  for (const ModelUse& use : spec.foregrounds) add_use(key, use);
  key += "||";
  for (const ModelUse& use : spec.backgrounds) add_use(key, use);
  return key;
}

std::string cell_of(const TrialSummary& trial) {
  std::map<std::string, std::string> values;
  for (const SummaryValue& each : trial.hyperparameters) {
    if (each.source == "passed" && !is_seed(each.name))
      values[fmt::format("{} {} {}", each.role, each.position, each.name)] = each.value.dump();
  }
  std::string key = trial.label.value_or("") + "|" + trial.mode + "|" + trial.full_model() + "|" +
                    trial.background.value_or("");
  for (const auto& [name, value] : trial.factors) key += fmt::format("|{}={}", name, value.dump());
  for (const auto& [name, value] : values) key += fmt::format("|{}={}", name, value);
  return key;
}

/// Logarithms of one outcome, by cell.
class Scatter {
 public:
  void add(const std::string& cell, std::optional<double> value) {
    if (value && *value > 0) cells_[cell].push_back(std::log(*value));
  }

  std::size_t freedom() const {
    std::size_t all = 0;
    for (const auto& [name, values] : cells_) all += values.size() - 1;
    return all;
  }

  std::size_t trials() const {
    std::size_t all = 0;
    for (const auto& [name, values] : cells_) all += values.size() > 1 ? values.size() : 0;
    return all;
  }

  /// REQUIRES: freedom() > 0.
  double sd() const {
    double squares = 0;
    for (const auto& [name, values] : cells_) {
      double mean = 0;
      for (const double each : values) mean += each / static_cast<double>(values.size());
      for (const double each : values) squares += (each - mean) * (each - mean);
    }
    return std::sqrt(squares / static_cast<double>(freedom()));
  }

 private:
  std::map<std::string, std::vector<double>> cells_;
};

/// Of both outcomes.
using Scatters = std::map<std::string, Scatter>;

/// Of what the design asks for: a trial of before an edit of the script may be another treatment.
Scatters own_scatter(const std::vector<PlannedTrial>& trials, const std::string& session,
                     PlanHistory& history) {
  std::unordered_set<std::string> planned;
  for (const PlannedTrial& each : trials) planned.insert(each.identity());
  Scatters scatters;
  for (const TrialSummary& each :
       trials_that_count(history.trials(session), TrialKind::measured, false).counted) {
    if (!each.identity || !planned.contains(*each.identity)) continue;
    const std::string cell = cell_of(each);
    const bool energy = each.energy_verdict != "invalid";
    scatters[kSeconds].add(cell, each.duration_seconds);
    if (energy) scatters[kJoules].add(cell, each.energy(kJoules));
  }
  return scatters;
}

/// Sentinels show what drifts: they are no cell that is compared.
std::vector<PlannedTreatment> compared(const std::vector<PlannedTrial>& trials) {
  std::vector<PlannedTreatment> treatments = by_treatment(trials);
  std::erase_if(treatments,
                [](const auto& treatment) { return treatment.first->common().is_sentinel(); });
  return treatments;
}

Scatters earlier_scatter(const std::vector<PlannedTreatment>& treatments, PlanHistory& history) {
  Scatters scatters;
  std::set<const Model*> asked;
  for (const PlannedTreatment& treatment : treatments) {
    const TrialSpec& spec = treatment.first->common();
    if (spec.foregrounds.empty() || !asked.insert(spec.first().model).second) continue;
    const Model& model = *spec.first().model;
    for (const PastTrial& each : history.of(model)) {
      const std::string cell = fmt::format("{}|{}|{}|{}|{}", model.name, each.session, each.mode,
                                           each.load, each.values);
      scatters[kSeconds].add(cell, each.seconds);
      scatters[kJoules].add(cell, each.gpu_joules);
    }
  }
  return scatters;
}

DetectableEffect effect_of(const std::string& outcome, std::size_t n, const Scatters& own,
                           const Scatters& earlier) {
  DetectableEffect effect;
  effect.outcome = outcome;
  const Scatter* scatter = nullptr;
  for (const Scatters* each : {&own, &earlier}) {
    const auto found = each->find(outcome);
    if (scatter != nullptr || found == each->end() || found->second.freedom() < kLeastFreedom)
      continue;
    scatter = &found->second;
    effect.own = each == &own;
  }
  if (scatter != nullptr) {
    effect.trials = scatter->trials();
    effect.freedom = scatter->freedom();
    effect.cv_percent = 100 * std::expm1(scatter->sd());
  }
  const auto deviations = detectable_between(n);
  if (!deviations) {
    effect.reason = "there is no error term";
  } else if (scatter == nullptr) {
    effect.reason = fmt::format("too few replicates of these models with a known {}",
                                outcome == kSeconds ? "duration" : "energy");
  } else {
    effect.percent = 100 * std::expm1(*deviations * scatter->sd());
  }
  return effect;
}

}  // namespace

Detectable detectable(const std::vector<PlannedTrial>& trials, const std::string& session,
                      PlanHistory& history) {
  Detectable result;
  std::map<std::string, std::size_t> cells;
  const std::vector<PlannedTreatment> treatments = compared(trials);
  for (const PlannedTreatment& each : treatments)
    cells[cell_of(each.first->common())] += each.trials;
  if (cells.empty()) return result;
  result.cells = cells.size();
  for (const auto& [cell, n] : cells) {
    result.most = std::max(result.most, n);
    if (n < 2) ++result.single;
    if (n >= 2 && (result.least == 0 || n < result.least)) result.least = n;
  }
  result.least = std::max<std::size_t>(result.least, 1);
  const Scatters own = own_scatter(trials, session, history);
  const Scatters earlier = earlier_scatter(treatments, history);
  for (const char* outcome : {kJoules, kSeconds})
    result.effects.push_back(effect_of(outcome, result.least, own, earlier));
  return result;
}

}  // namespace mutlua
