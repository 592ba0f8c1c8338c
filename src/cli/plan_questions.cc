// SPDX-License-Identifier: MIT
#include <algorithm>
#include <map>
#include <tuple>

#include "cli/plan_costs.h"
#include "cli/plan_treatments.h"

namespace mutlua {
namespace {

std::string joined_names(const TrialSpec& spec) {
  std::string text;
  const auto add = [&](const ModelUse& use) {
    text += (text.empty() ? "" : " + ") + use.model->name;
  };
  for (std::size_t i = 1; i < spec.foregrounds.size(); ++i) add(spec.foregrounds[i]);
  for (const ModelUse& use : spec.backgrounds) add(use);
  return text;
}

std::optional<double> epochs_of(const ModelUse& use) {
  const Hyperparameter* epochs = use.model->find(epochs_name(*use.model));
  if (epochs == nullptr) return std::nullopt;
  for (const auto& [name, value] : use.values) {
    if (name != epochs->name || !value.is_number()) continue;
    const double given = value.get<double>();
    return given > 0 ? std::optional(given) : std::nullopt;
  }
  return epochs->default_value.value_or(0) > 0 ? epochs->default_value : std::nullopt;
}

bool time_known(const ModelUse& use, PlanHistory& history) {
  return use.model->seconds_per_epoch || history.epoch_seconds(*use.model);
}

/// One that trains once is like a trial that was added; more trainings may run in any order.
CostQuestion question_by_hand(const PlannedTrial& trial, PlanHistory& history) {
  const TrialSpec& spec = trial.common();
  CostQuestion question;
  question.mode = spec.mode();
  question.load = joined_names(spec);
  if (trial.time == nullptr) return question;
  if (spec.foregrounds.size() == 1) {
    question.model = spec.foregrounds.front().model;
    question.epochs = epochs_of(spec.foregrounds.front());
    question.mode = spec.parallel() ? "parallel" : "sequential";
  } else if (spec.foregrounds.empty()) {
    question.seconds = 0;  // its sleeping is a pause
  } else {
    question.load = spec.foregrounds.front().model->name + " + " + question.load;
    const bool known = std::all_of(spec.foregrounds.begin(), spec.foregrounds.end(),
                                   [&](const ModelUse& use) { return time_known(use, history); });
    if (known) question.simulated = trial.time->measured.count();
  }
  return question;
}

CostQuestion question_of(const TrialSpec& spec) {
  CostQuestion question;
  if (!spec.foregrounds.empty()) {
    question.model = spec.foregrounds.front().model;
    question.epochs = epochs_of(spec.foregrounds.front());
  }
  question.mode = spec.mode();
  question.load = joined_names(spec);
  if (spec.foregrounds.empty()) question.seconds = spec.seconds;
  return question;
}

}  // namespace

std::vector<CostQuestion> cost_questions(const std::vector<PlannedTrial>& trials,
                                         PlanHistory& history) {
  using Key = std::tuple<const Model*, std::string, std::string, std::optional<double>,
                         std::optional<double>, std::optional<double>>;
  std::map<Key, CostQuestion> questions;
  for (const PlannedTreatment& each : by_treatment(trials)) {
    if (each.to_be_measured == 0) continue;
    const TrialSpec& spec = each.first->common();
    const CostQuestion question =
        spec.is_by_hand() ? question_by_hand(*each.first, history) : question_of(spec);
    const Key key{question.model,  question.mode,    question.load,
                  question.epochs, question.seconds, question.simulated};
    questions.try_emplace(key, question).first->second.count += each.to_be_measured;
  }
  std::vector<CostQuestion> all;
  for (const auto& [key, question] : questions) all.push_back(question);
  return all;
}

}  // namespace mutlua
