// SPDX-License-Identifier: MIT
#include "cli/plan_history.h"

#include <utility>

#include "cli/spread.h"

namespace mutlua {
namespace {

/// Whether a results folder holds anything that an index could be made of.
bool holds_results(const std::filesystem::path& results) {
  std::error_code unknown;
  if (!std::filesystem::is_directory(results, unknown)) return false;
  return std::filesystem::exists(results / "mutlua.db", unknown) ||
         std::filesystem::exists(imported_folder(results), unknown) ||
         !list_sessions(results).empty();
}

}  // namespace

std::string name_of_role(const Model& model, const std::string& wanted) {
  for (const auto& [role, hyperparameter] : model.roles) {
    if (role == wanted) return hyperparameter;
  }
  return wanted;
}

std::string epochs_name(const Model& model) { return name_of_role(model, "epochs"); }

PlanHistory::PlanHistory(const std::filesystem::path& results, const Catalogue& catalogue,
                         const Warn& warn)
    : catalogue_(catalogue.name()) {
  if (holds_results(results)) index_ = std::make_unique<Index>(results, warn);
}

const std::vector<PastTrial>& PlanHistory::of(const Model& model) {
  const auto [found, fresh] = known_.try_emplace(model.name);
  std::vector<PastTrial>& trials = found->second;
  if (!fresh || index_ == nullptr) return trials;
  const std::string name = epochs_name(model);
  trials = index_->past_trials({.repository = model.repository,
                                .model = model.model,
                                .catalogue = catalogue_,
                                .imported = !model.stand_in,
                                .except_session = left_out_},
                               name, name_of_role(model, "seed"));
  const Hyperparameter* epochs = model.find(name);
  for (PastTrial& each : trials) {
    if (!each.epochs && epochs != nullptr && epochs->default_value && *epochs->default_value > 0)
      each.epochs = epochs->default_value;
  }
  return trials;
}

std::optional<double> PlanHistory::epoch_seconds(const Model& model) {
  std::vector<double> all;
  for (const PastTrial& each : of(model)) {
    if (each.load.empty() && each.epochs) all.push_back(each.seconds / *each.epochs);
  }
  const auto spread = spread_of(std::move(all));
  return spread ? std::optional(spread->median) : std::nullopt;
}

const std::vector<TrialSummary>& PlanHistory::trials(const std::string& session) {
  const auto [found, fresh] = sessions_.try_emplace(session);
  if (fresh && index_ != nullptr && !session.empty()) found->second = index_->summaries(session);
  return found->second;
}

void PlanHistory::leave_out(const std::string& session) {
  left_out_ = session;
  known_.clear();
}

}  // namespace mutlua
