// SPDX-License-Identifier: MIT
#include <algorithm>
#include <utility>

#include "lab/credit.h"
#include "lab/lab.h"

namespace mutlua {
namespace {

ImportedUse imported_use(const ModelUse& use) {
  ImportedUse imported{.model = use.model->name, .values = {}, .seed = use.drawn_seed};
  for (const auto& [name, value] : use.values) imported.values.emplace_back(name, value);
  return imported;
}

/// The old tool had one foreground, and never trained what only stands in for its models.
bool may_be_imported(const TrialSpec& spec) {
  const auto stands_in = [](const ModelUse& use) { return use.model->stand_in; };
  return spec.foregrounds.size() == 1 && !stands_in(spec.foregrounds.front()) &&
         std::none_of(spec.backgrounds.begin(), spec.backgrounds.end(), stands_in);
}

}  // namespace

/// Those of the present version of the trainings come first; with --remeasure no others count.
std::vector<EarlierTrial> Lab::earlier_trials(Index& index, const TrialSpec& spec,
                                              const std::string& treatment) {
  EarlierQuery query{.treatment = treatment,
                     .catalogue = catalogue_.name(),
                     .except_session = ledger_.session_name(),
                     .metrics = spec.needs.metrics,
                     .seeds = {},
                     .gpu_energy = spec.needs.gpu_energy,
                     .cpu_energy = spec.needs.cpu_energy,
                     .imported = {}};
  for (const ModelUse& use : spec.foregrounds) query.seeds.push_back(use.drawn_seed);
  if (study_->counts_imported && may_be_imported(spec)) {
    query.imported.emplace();
    query.imported->foreground = imported_use(spec.foregrounds.front());
    for (const ModelUse& use : spec.backgrounds)
      query.imported->backgrounds.push_back(imported_use(use));
  }
  std::vector<EarlierTrial> found = index.earlier(query);
  const auto others = std::stable_partition(found.begin(), found.end(), [&](const auto& each) {
    return other_source(spec, each.repositories) == nullptr;
  });
  if (run_options_.remeasure) found.erase(others, found.end());
  return found;
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
  SpecReader specs(*this);
  for (KnownTrial& trial : trials_) {
    trial.elsewhere = false;
    trial.elsewhere_folder.reset();
    const TrialSpec& spec = specs.of(trial);
    const std::string& treatment = treatments.emplace_back(treatment_of(spec, *study_));
    if (treatment.empty()) continue;
    if (!trial.done) credit.add(treatment, [&] { return earlier_trials(index, spec, treatment); });
    if (trial.done && trial.counts) credit.note(treatment, drawn_seeds(spec));
  }
  std::vector<CountedElsewhere> counted;
  const auto fill = [&](const auto& take) {
    for (std::size_t i = 0; i < trials_.size(); ++i) {
      KnownTrial& trial = trials_[i];
      if (trial.done || trial.elsewhere || treatments[i].empty()) continue;
      const TrialSpec& spec = specs.of(trial);
      if (const auto found = take(treatments[i], spec))
        counted.push_back(counted_instead(trial, spec, *found));
    }
  };
  fill([&](const auto&... each) { return credit.take_replicate(each...); });
  fill([&](const auto&... each) { return credit.take_other(each...); });
  if (!run_options_.rehearsal) ledger_.count_elsewhere(counted, presented());
  for (std::size_t i = 0; i < trials_.size(); ++i) {
    if (!trials_[i].elsewhere) continue;
    Json credited = {{"position", i + 1}};
    if (trials_[i].elsewhere_folder) credited["result"] = {{"valid", true}, {"reused", true}};
    list.push_back(std::move(credited));
  }
  return list;
}

/// An earlier trial counts in the place of one.
CountedElsewhere Lab::counted_instead(KnownTrial& trial, const TrialSpec& spec,
                                      const EarlierTrial& found) {
  trial.elsewhere = true;
  trial.other_source = other_source(spec, found.repositories);
  if (found.replicate) {
    trial.elsewhere_folder = std::make_shared<const std::string>(
        (run_options_.results / found.session / found.experiment_id).string());
  }
  return {.names = {.identity = trial.identity(), .label = spec.label, .factors = spec.factors},
          .session = found.session,
          .experiment_id = found.experiment_id,
          .replaces = trial.stored ? trial.stored->repeat : 0};
}

}  // namespace mutlua
