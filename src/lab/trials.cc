// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>

#include "base/error.h"
#include "base/sha256.h"
#include "lab/lab.h"
#include "lab/placement.h"

namespace mutlua {
namespace {

/// "densenet121", or "MRT-OAST" where a repository has one model called default.
std::string short_name(const Model& model) {
  return model.model == "default" ? model.repository : model.model;
}

std::string joined_names(const std::vector<ModelUse>& uses) {
  std::string text;
  for (const ModelUse& use : uses) text += (text.empty() ? "" : " + ") + short_name(*use.model);
  return text;
}

constexpr std::size_t kMostOfLabel = 40;  // of a trial by hand, in the name of its folder

}  // namespace

Lab::KnownTrial Lab::look_up(const TrialSpec& spec) {
  KnownTrial trial;
  trial.digest = digest_of(spec.identity);
  trial.occurrence = spec.occurrence;
  trial.spare = spec.spare;
  trial.by_hand = spec.by_hand;
  trial.stored = ledger_.latest(spec.identity);
  if (!trial.stored) return trial;
  trial.counts = counts(spec, *trial.stored);
  trial.stored_counts = trial.counts;
  trial.other_source = other_source(spec, trial.stored->repositories);
  const bool outdated = run_options_.remeasure && trial.other_source != nullptr;
  const bool once_more = !trial.counts && (run_options_.retry_failed || run_options_.gap);
  trial.done = !once_more && !outdated;
  trial.again = !trial.done;
  if (trial.done) trial.number = trial.stored->number;
  trial.renamed = named_otherwise(spec, *trial.stored);
  return trial;
}

/// By what is needed now, which may be more than when it was measured.
bool Lab::counts(const TrialSpec& spec, const StoredTrial& stored) {
  const bool energy = !spec.needs.energy() || stored.energy_verdict != "invalid";
  return stored.success && stored.performance_verdict != "invalid" && energy &&
         lacking_metric(spec, stored).empty();
}

/// The first metric that a trial with foregrounds needs and was not read; empty if none.
std::string Lab::lacking_metric(const TrialSpec& spec, const StoredTrial& stored) {
  if (spec.foregrounds.empty()) return "";
  for (const std::string& metric : spec.needs.metrics) {
    if (ledger_.lacks(stored, metric)) return metric;
  }
  return "";
}

/// Replicates of a treatment stand behind one another: each treatment is read once.
std::shared_ptr<const Treatment> Lab::SpecReader::treatment(const KnownTrial& trial) {
  if (!trial.by_hand.is_null()) {
    return std::make_shared<const Treatment>(
        by_hand_spec(trial.by_hand, lab_.catalogue_.name(), *lab_.study_));
  }
  if (trial.request != read_) {
    treatment_ =
        std::make_shared<const Treatment>(Json::from_msgpack(*trial.request), "trial",
                                          lab_.catalogue_, *lab_.study_, lab_.run_options_);
    read_ = trial.request;
  }
  return treatment_;
}

const TrialSpec& Lab::SpecReader::of(const KnownTrial& trial) {
  const auto known = treatment(trial);
  spec_ = known->common();
  known->vary(spec_, static_cast<std::size_t>(trial.place));
  spec_.identity = trial.identity();
  spec_.occurrence = trial.occurrence;
  return spec_;
}

TrialSpec Lab::spec_of(const KnownTrial& trial) const { return SpecReader(*this).of(trial); }

/// All trials; one that is measured later is added to what was counted.
void Lab::count_all() {
  tally_.trials = 0;
  tally_.reused = 0;
  tally_.valid = 0;
  tally_.invalid = 0;
  tally_.elsewhere = 0;
  const auto add = [this](const KnownTrial& trial) {
    if (trial.done || !(trial.spare || trial.elsewhere)) ++tally_.trials;
    if (!trial.done && trial.elsewhere) ++tally_.elsewhere;
    if (!trial.done) return;
    if (!trial.measured) ++tally_.reused;
    count(trial);
  };
  for (const KnownTrial& trial : trials_) add(trial);
  for (const KnownTrial& trial : by_hand_) add(trial);
}

void Lab::count(const KnownTrial& done) { ++(done.counts ? tally_.valid : tally_.invalid); }

/// A trial that is done, but did not count, is measured again: until then it is not done.
void Lab::begin_again(KnownTrial& trial) {
  if (trial.measured) ++tally_.repeats;
  trial.done = false;
  trial.measured = false;
  trial.counts = false;
  trial.again = true;
  if (!run_options_.rehearsal && !machine_.simulated)
    mutlua::refuse_what_is_missing(spec_of(trial), machine_, study_->governor_required);
  count_all();
}

/// The folder of a trial that begins; in a rehearsal only its name.
TrialFolder Lab::folder_for(const TrialSpec& spec) {
  std::string repository = "by_hand";
  std::string model = spec.label.value_or("trial").substr(0, kMostOfLabel);
  if (!spec.is_by_hand()) {
    repository = spec.first().model->repository;
    model = spec.first().model->model;
  }
  if (!run_options_.rehearsal)
    return ledger_.active().begin_trial(repository, model, spec.parallel());
  const int number = ++next_planned_;
  return {.path = {},
          .experiment_id = trial_name(repository, model, number, spec.parallel()),
          .number = number};
}

bool Lab::has_failed() const {
  const auto failed = [](const KnownTrial& trial) {
    return trial.measured && trial.done && !trial.counts;
  };
  return std::any_of(trials_.begin(), trials_.end(), failed) ||
         std::any_of(by_hand_.begin(), by_hand_.end(), failed);
}

void Lab::start_trial(KnownTrial& trial) {
  if (hooks_.stop_after_trial && hooks_.stop_after_trial()) {
    throw Error(ErrorKind::stopped, "stopped after a trial, as asked; the same command continues");
  }
  if (run_options_.fail_fast && has_failed()) {
    throw Error(ErrorKind::stopped, "stopped after a trial that does not count (--fail-fast)");
  }
  if (trial.done) begin_again(trial);
  refuse_missing_trainings();
  refuse_what_is_missing();
  if (script_sha256_.empty()) script_sha256_ = sha256(hooks_.script().text);
  current_spec_ = spec_of(trial);
  gpus_ = place(current_spec_, machine_);
  set_governor(current_spec_);
  TrialRun run;
  run.spec = &current_spec_;
  run.repeat = trial.stored ? trial.stored->repeat + 1 : 1;
  run.started = machine_.clock.wall_now();
  if (!run_options_.rehearsal && hooks_.on_session && !session_told_) {
    hooks_.on_session(study_->name, ledger_.active().folder().string());
    session_told_ = true;
  }
  run.folder = folder_for(current_spec_);
  trial.broken_off = false;
  current_ = &trial;
  run_ = std::move(run);
  if (!run_options_.rehearsal && !machine_.simulated) look_at_repositories();
}

void Lab::abandon_run() {
  trial_scope_.close();
  if (run_ && ledger_.opened() != nullptr) ledger_.opened()->abandon_trial(run_->folder);
  if (current_ != nullptr) current_->broken_off = true;
  if (run_ && run_options_.rehearsal) --next_planned_;  // its number is free again
  run_.reset();
  current_ = nullptr;
}

/// The training scripts of a trial that is to be run: which are not there.
void Lab::seek_trainings(const TrialSpec& trial) {
  if (machine_.simulated && !run_options_.rehearsal) return;  // none is started
  for (const auto* uses : {&trial.foregrounds, &trial.backgrounds}) {
    for (const ModelUse& use : *uses) {
      if (!checked_models_.insert(use.model->name).second) continue;
      std::string problem = resolved(use, machine_.program_folder).problem;
      if (!problem.empty()) missing_trainings_.push_back(std::move(problem));
    }
  }
}

/// Before the first trial starts, the training scripts of all that are to be run must be there.
void Lab::refuse_missing_trainings() {
  if (missing_trainings_.empty()) return;
  const std::vector<std::string> missing = std::exchange(missing_trainings_, {});
  if (!run_options_.rehearsal)
    throw Error(ErrorKind::machine, fmt::format("{}", fmt::join(missing, "\n")));
  problems_.insert(problems_.end(), missing.begin(), missing.end());
}

/// Before the first trial starts, the machine must have what all that are to be run ask of it.
void Lab::refuse_what_is_missing() {
  if (run_options_.rehearsal || machine_.simulated) return;
  SpecReader specs(*this);
  for (; checked_trials_ < trials_.size(); ++checked_trials_) {
    const KnownTrial& trial = trials_[checked_trials_];
    if (!trial.done && !trial.elsewhere)
      mutlua::refuse_what_is_missing(specs.of(trial), machine_, study_->governor_required);
  }
}

void Lab::set_governor(const TrialSpec& trial) {
  if (run_options_.rehearsal || machine_.simulated) return;
  if (!trial.governor) return restore_governor();
  if (governor_.is_object() && governor_.at("asked") == *trial.governor) return;
  try {
    expect_governor(*trial.governor, machine_);
    const std::string before = machine_.governor->set(*trial.governor);
    governor_ = {{"asked", *trial.governor}, {"before", before}};
  } catch (const Error& error) {
    if (study_->governor_required) throw;
    governor_ = {{"asked", *trial.governor}, {"not_set", error.what()}};
    progress_.show(Warning{.message = error.what(), .note = false});
  }
}

void Lab::restore_governor() {
  if (governor_.is_null()) return;
  governor_ = nullptr;
  if (machine_.governor == nullptr) return;
  for (const std::string& left : machine_.governor->restore())
    progress_.show(Warning{.message = left, .note = false});
}

TrialBegun Lab::notice() const {
  const TrialSpec& spec = *run_->spec;
  std::string title = joined_names(spec.foregrounds);
  if (spec.parallel())
    title += (title.empty() ? "load of " : " + ") + joined_names(spec.backgrounds);
  if (spec.is_by_hand()) title = "by hand";
  return {.position = tally_.valid + tally_.invalid + 1,
          .trials = tally_.trials,
          .number = run_->folder.number,
          .title = title,
          .block = spec.block.value_or(""),
          .label = spec.label.value_or(""),
          .attempt = run_->attempt,
          .attempts = spec.retries + 1};
}

}  // namespace mutlua
