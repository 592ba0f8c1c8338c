// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/error.h"
#include "base/sha256.h"
#include "lab/lab.h"
#include "lab/placement.h"
#include "store/command_script.h"

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

}  // namespace

Lab::KnownTrial Lab::look_up(TrialSpec spec) {
  KnownTrial trial;
  trial.spec = std::move(spec);
  trial.stored = ledger_.latest(trial.spec.identity);
  if (!trial.stored) return trial;
  const bool energy = !trial.spec.needs.energy() || trial.stored->energy_verdict != "invalid";
  trial.counts = trial.stored->success && trial.stored->performance_verdict != "invalid" && energy;
  trial.other_source = other_source(trial.stored->repositories);
  const bool outdated = run_options_.remeasure && !trial.other_source.empty();
  trial.done = (trial.counts || !run_options_.retry_failed) && !outdated;
  if (trial.done) trial.number = trial.stored->number;
  return trial;
}

void Lab::count() {
  tally_.trials = trials_.size();
  tally_.reused = 0;
  tally_.valid = 0;
  tally_.invalid = 0;
  for (const KnownTrial& trial : trials_) {
    if (!trial.done) continue;
    if (!trial.measured) ++tally_.reused;
    ++(trial.counts ? tally_.valid : tally_.invalid);
  }
}

void Lab::start_trial(std::size_t index) {
  if (hooks_.stop_after_trial && hooks_.stop_after_trial()) {
    throw Error(ErrorKind::stopped, "stopped after a trial, as asked; the same command continues");
  }
  if (run_options_.fail_fast && tally_.invalid > 0) {
    throw Error(ErrorKind::stopped, "stopped after a trial that does not count (--fail-fast)");
  }
  refuse_missing_trainings();
  refuse_what_is_missing();
  if (script_sha256_.empty()) script_sha256_ = sha256(hooks_.script().text);
  KnownTrial& trial = trials_[index];
  gpus_ = place(trial.spec, machine_);
  set_governor(trial.spec);
  TrialRun run;
  run.spec = &trial.spec;
  run.repeat = trial.stored ? trial.stored->repeat + 1 : 1;
  run.started = machine_.clock.wall_now();
  const Model& first = *trial.spec.first().model;
  if (run_options_.rehearsal) {
    run.folder.number = ++next_planned_;
    run.folder.experiment_id =
        trial_name(first.repository, first.model, next_planned_, trial.spec.parallel());
  } else {
    Session& session = ledger_.active();
    if (hooks_.on_session && !session_told_) {
      hooks_.on_session(study_->name, session.folder().string());
    }
    session_told_ = true;
    run.folder = session.begin_trial(first.repository, first.model, trial.spec.parallel());
  }
  current_ = index;
  run_ = std::move(run);
  if (!run_options_.rehearsal) look_at_repositories();
}

void Lab::abandon_run() {
  trial_scope_.close();
  if (run_ && ledger_.opened() != nullptr) ledger_.opened()->abandon_trial(run_->folder);
  run_.reset();
  current_.reset();
}

/// Before the first trial starts, the training scripts of all that are to be run must be there.
void Lab::refuse_missing_trainings() {
  std::string missing;
  for (const KnownTrial& trial : trials_) {
    if (trial.done) continue;
    for (const auto* uses : {&trial.spec.foregrounds, &trial.spec.backgrounds}) {
      for (const ModelUse& use : *uses) {
        if (!checked_models_.insert(use.model->name).second) continue;
        const std::string problem = resolved(use, machine_.program_folder).problem;
        if (!problem.empty()) missing += (missing.empty() ? "" : "\n") + problem;
      }
    }
  }
  if (missing.empty()) return;
  if (!run_options_.rehearsal) throw Error(ErrorKind::machine, missing);
  problems_.push_back(missing);
}

/// Before the first trial starts, the machine must have what all that are to be run ask of it.
void Lab::refuse_what_is_missing() {
  if (run_options_.rehearsal) return;
  for (; checked_trials_ < trials_.size(); ++checked_trials_) {
    const KnownTrial& trial = trials_[checked_trials_];
    if (!trial.done)
      mutlua::refuse_what_is_missing(trial.spec, machine_, study_->governor_required);
  }
}

void Lab::set_governor(const TrialSpec& trial) {
  if (run_options_.rehearsal) return;
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

Json Lab::provenance() {
  Json provenance = machine_.facts;
  provenance["containment"] = machine_.processes.containment();
  provenance["shared_machine"] = run_options_.share_machine;
  provenance["mutlua_version"] = MUTLUA_VERSION;
  provenance["script_sha256"] = script_sha256_;
  provenance["seed"] = ledger_.seed();
  provenance["repositories"] = repositories();
  if (!machine_.sampler.gpus().empty()) provenance["gpus"] = gpus_in_use();
  if (governor_.is_object()) {
    if (governor_.contains("before"))
      provenance["governor"] = machine_.governor->present().value_or("unknown");
    provenance["governor_set"] = governor_;
  }
  return provenance;
}

/// UUIDs of the GPUs that the trial could use.
Json Lab::gpus_in_use() const {
  if (!gpus_.empty()) return gpus_;
  Json all = Json::array();
  for (const GpuInfo& gpu : machine_.sampler.gpus()) all.push_back(gpu.uuid);
  return all;
}

/// The git repositories that the trial's trainings come from.
Json Lab::repositories() {
  Json list = Json::array();
  std::set<std::string> listed;
  for (const auto* uses : {&run_->spec->foregrounds, &run_->spec->backgrounds}) {
    for (const ModelUse& use : *uses) {
      const std::string folder = use.model->path.string();
      if (!listed.insert(folder).second) continue;
      const auto known = repositories_.find(folder);
      if (known != repositories_.end() && !known->second.is_null()) list.push_back(known->second);
    }
  }
  return list;
}

/// Asks git, once per run of the program and before anything of a trial is started.
void Lab::look_at_repositories() {
  for (const auto* uses : {&run_->spec->foregrounds, &run_->spec->backgrounds}) {
    for (const ModelUse& use : *uses) {
      source_now(use.model->path);
    }
  }
}

TrialBegun Lab::notice() const {
  const TrialSpec& spec = *run_->spec;
  std::string title = joined_names(spec.foregrounds);
  if (spec.parallel())
    title += (title.empty() ? "load of " : " + ") + joined_names(spec.backgrounds);
  return {.position = tally_.valid + tally_.invalid + 1,
          .trials = tally_.trials,
          .number = run_->folder.number,
          .title = title,
          .block = spec.block.value_or(""),
          .label = spec.label.value_or(""),
          .attempt = run_->attempt,
          .attempts = spec.retries + 1};
}

std::vector<PlannedTrial> Lab::planned() const {
  std::vector<PlannedTrial> result;
  for (const KnownTrial& trial : trials_) {
    result.push_back({.spec = trial.spec,
                      .done = trial.done && !trial.measured,
                      .valid = trial.counts,
                      .number = trial.number,
                      .stored = trial.stored,
                      .other_source = trial.other_source});
  }
  std::stable_sort(result.begin(), result.end(), [](const auto& a, const auto& b) {
    return a.done != b.done ? a.done : a.number < b.number;
  });
  return result;
}

}  // namespace mutlua
