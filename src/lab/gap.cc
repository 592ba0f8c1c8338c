// SPDX-License-Identifier: MIT
#include <algorithm>
#include <map>
#include <utility>

#include "lab/lab.h"

namespace mutlua {
namespace {

ImportedUse imported_use(const ModelUse& use) {
  ImportedUse imported{.model = use.model->name, .values = {}, .seed = use.drawn_seed};
  for (const auto& [name, value] : use.values) imported.values.emplace_back(name, value);
  return imported;
}

/// Trials of earlier sessions that are not spoken for yet, by treatment.
using Credit = std::map<std::string, std::vector<EarlierTrial>>;

/// The old tool had one foreground, and never trained what only stands in for its models.
bool may_be_imported(const TrialSpec& spec) {
  const auto stands_in = [](const ModelUse& use) { return use.model->stand_in; };
  return spec.foregrounds.size() == 1 && !stands_in(spec.foregrounds.front()) &&
         std::none_of(spec.backgrounds.begin(), spec.backgrounds.end(), stands_in);
}

}  // namespace

std::vector<EarlierTrial> Lab::earlier_trials(Index& index, const TrialSpec& spec,
                                              const std::string& treatment) const {
  EarlierQuery query{.treatment = treatment,
                     .catalogue = catalogue_.name(),
                     .except_session = ledger_.session_name(),
                     .metrics = spec.needs.metrics,
                     .gpu_energy = spec.needs.gpu_energy,
                     .cpu_energy = spec.needs.cpu_energy,
                     .imported = {}};
  if (study_->counts_imported && may_be_imported(spec)) {
    query.imported.emplace();
    query.imported->foreground = imported_use(spec.foregrounds.front());
    for (const ModelUse& use : spec.backgrounds)
      query.imported->backgrounds.push_back(imported_use(use));
  }
  return index.earlier(query);
}

/// Lets earlier trials stand for those that are not done, as many as there are of their treatment:
/// first each for the replicate that it was. Gives what need not be measured: {position, result?},
/// positions from 1; an imported trial has no record that a result could be read from.
Json Lab::credit_earlier() {
  Json list = Json::array();
  if (!std::filesystem::exists(run_options_.results)) return list;
  Index index(run_options_.results, [](const std::string&) {});
  Credit credit;
  std::vector<std::string> treatments;
  std::vector<int> replicates;
  for (KnownTrial& trial : trials_) {
    trial.elsewhere = false;
    trial.elsewhere_folder.reset();
    const TrialSpec spec = spec_of(trial);
    replicates.push_back(spec.replicate);
    treatments.push_back(trial.done ? "" : treatment_of(spec, *study_));
    const std::string& treatment = treatments.back();
    if (!treatment.empty() && !credit.contains(treatment))
      credit[treatment] = earlier_trials(index, spec, treatment);
  }
  std::vector<CountedElsewhere> counted;
  SpecReader specs(*this);
  const auto take = [&](std::size_t i, const auto& fits) {
    if (treatments[i].empty() || trials_[i].elsewhere) return;
    std::vector<EarlierTrial>& left = credit.at(treatments[i]);
    const auto found = std::find_if(left.begin(), left.end(), fits);
    if (found == left.end()) return;
    trials_[i].elsewhere = true;
    const TrialSpec& spec = specs.of(trials_[i]);
    counted.push_back(
        {.names = {.identity = trials_[i].identity(), .label = spec.label, .factors = spec.factors},
         .session = found->session,
         .experiment_id = found->experiment_id});
    if (found->replicate)
      trials_[i].elsewhere_folder = std::make_shared<const std::string>(
          (run_options_.results / found->session / found->experiment_id).string());
    left.erase(found);
  };
  for (std::size_t i = 0; i < trials_.size(); ++i)
    take(i, [&](const auto& each) { return each.replicate == replicates[i]; });
  for (std::size_t i = 0; i < trials_.size(); ++i) take(i, [](const auto&) { return true; });
  if (!run_options_.rehearsal) ledger_.count_elsewhere(std::move(counted));
  for (std::size_t i = 0; i < trials_.size(); ++i) {
    if (!trials_[i].elsewhere) continue;
    Json credited = {{"position", i + 1}};
    if (trials_[i].elsewhere_folder) credited["result"] = {{"valid", true}, {"reused", true}};
    list.push_back(std::move(credited));
  }
  return list;
}

}  // namespace mutlua
