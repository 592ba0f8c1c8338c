// SPDX-License-Identifier: MIT
#include <map>
#include <tuple>

#include "cli/plan_costs.h"

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

std::vector<CostQuestion> cost_questions(const std::vector<PlannedTrial>& trials) {
  using Key = std::tuple<const Model*, std::string, std::string, std::optional<double>,
                         std::optional<double>>;
  std::map<Key, CostQuestion> questions;
  for (const PlannedTrial& trial : trials) {
    if (trial.done) continue;
    const CostQuestion question = question_of(trial.spec);
    const Key key{question.model, question.mode, question.load, question.epochs, question.seconds};
    ++questions.try_emplace(key, question).first->second.count;
  }
  std::vector<CostQuestion> all;
  for (const auto& [key, question] : questions) all.push_back(question);
  return all;
}

}  // namespace mutlua
