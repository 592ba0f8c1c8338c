// SPDX-License-Identifier: MIT
// A trial from its beginning to its record.
#include <fmt/format.h>

#include <algorithm>

#include "base/error.h"
#include "energy/old_files.h"
#include "lab/lab.h"
#include "lab/result.h"
#include "store/command_script.h"
#include "store/record.h"

namespace mutlua {
namespace {

constexpr Seconds kSummaryPeriod{10};
constexpr double kSummaryShare = 0.005;  // of the time, at most: that of a large study takes long

}  // namespace

Json Lab::begin_trial(const Json& request) {
  KnownTrial& trial = asked_for(request);
  if (run_ && current_ != &trial)
    throw Error(ErrorKind::internal, "another trial is being measured");
  const bool added = trial.by_hand.is_null();
  if (run_options_.rehearsal && added && !rehearsed_.wants(trial.shape)) {
    note_passed_over(trial);
    return {{"result", brief(trial)}};
  }
  if (!run_) start_trial(trial);
  if (!added) {  // of an attempt before this one
    current_spec_.foregrounds.clear();
    current_spec_.backgrounds.clear();
  }
  if (!run_options_.rehearsal && !run_->spec->foregrounds.empty()) {
    write_command_script(run_->folder.path / "command.sh",
                         command_record(run_->spec->first(), machine_.program_folder));
  }
  if (machine_.begin_attempt) {
    machine_.begin_attempt(fmt::format("{} {} {} {}", ledger_.seed(), run_->spec->identity,
                                       run_->repeat, run_->attempt));
  }
  surroundings_.begin(*run_->spec, run_->folder.number);
  attempt_began_ = supervisor_.now();
  spawned_in_attempt_ = 0;
  windows_in_attempt_ = 0;
  cooled_ = nullptr;
  settled_ = nullptr;
  progress_.show(notice());
  Json reply = {{"number", run_->folder.number},
                {"experiment_id", run_->folder.experiment_id},
                {"attempt", run_->attempt},
                {"cooling", to_json(run_->spec->cooling)},
                {"settle", to_json(run_->spec->settle)}};
  if (run_->spec->timeout_seconds) reply["timeout_seconds"] = *run_->spec->timeout_seconds;
  return reply;
}

/// Passes over trials that need not be rehearsed, up to the first that must be.
Json Lab::pass_over(const Json& request) {
  Json valid = Json::array();
  for (const Json& index : request.at("indices")) {
    KnownTrial& trial = trials_.at(index.get<std::size_t>() - 1);
    if (!run_options_.rehearsal || trial.done || rehearsed_.wants(trial.shape)) break;
    note_passed_over(trial);
    valid.push_back(trial.counts);
  }
  return {{"valid", std::move(valid)}};
}

/// A trial that need not be rehearsed goes as the one of its shape has gone.
void Lab::note_passed_over(KnownTrial& trial) {
  trial.done = true;
  trial.measured = true;
  trial.number = ++next_planned_;
  trial.counts = rehearsed_.counts(trial.shape);
  if (trial.spare) ++tally_.trials;
  count(trial);
}

/// The script caught an error of its protocol and goes on: the trial is not whole.
Json Lab::abandon_trial(const Json&) {
  abandon_run();
  return Json::object();
}

Json Lab::end_trial(const Json& request) {
  if (!run_) throw Error(ErrorKind::internal, "no trial is being measured");
  const Measured measured = current_spec_.is_by_hand() ? measured_by_hand(request)
                                                       : measured_from(request.at("measured"));
  if (run_options_.rehearsal) note_time(measured);
  trial_scope_.close();
  supervisor_.refuse_if_stopped();  // what was asked for while closing: this attempt is not whole
  const Quality quality = judge_quality(*run_->spec, measured, study_->thresholds);
  note_attempt(*run_, measured, quality);
  if (!quality.counts() && run_->attempt <= run_->spec->retries) {
    progress_.show(AttemptFailed{.trial = notice(), .reason = quality.reason});
    if (!run_options_.rehearsal) ledger_.active().archive_attempt(run_->folder, run_->attempt);
    ++run_->attempt;
    return {{"finished", false}};
  }
  return {{"finished", true}, {"result", conclude(measured, quality)}};
}

Json Lab::conclude(const Measured& measured, const Quality& quality) {
  KnownTrial& trial = *current_;
  const RecordContext context{
      .study = study_->name,
      .catalogue = catalogue_.name(),
      .treatment = run_options_.rehearsal ? "" : treatment_of(*run_->spec, *study_),
      .lifetime = run_options_.rehearsal ? 0 : ledger_.active().lifetime(),
      .provenance = provenance(),
      .own_thresholds = study_->own_thresholds,
      .estimate = study_->estimate,
      .machine = machine_};
  Json record = record_json(trial_record(*run_, measured, quality, context));
  record["specification"] = specification_of(*run_->spec, catalogue_.name(), *study_);
  if (!run_options_.rehearsal) {
    write_old_energy_files(measured);
    Session& session = ledger_.active();
    session.finish_trial(run_->folder, record);
    trial.stored = ledger_.latest(trial.identity());
    keep_simulated_past(run_->folder, record);
    if (!machine_.simulated) write_summary(session);  // its time flies: the end is near enough
  }
  surroundings_.end();
  trial.done = true;
  trial.measured = true;
  trial.renamed = false;
  trial.number = run_->folder.number;
  trial.ended = machine_.clock.wall_now();
  trial.counts = quality.counts();
  const Json result = result_of(record, run_->folder.path, false);
  if (run_options_.rehearsal) rehearsed_.keep(trial.number, trial.shape, result);
  const TrialBegun about = notice();
  run_.reset();
  current_ = nullptr;
  if (trial.spare) ++tally_.trials;
  count(trial);
  progress_.show(
      TrialEnded{.trial = about, .result = result, .duration = supervisor_.now() - attempt_began_});
  return brief(trial);
}

/// They are for other programs: a trial is no worse without them.
void Lab::write_old_energy_files(const Measured& measured) {
  if (!measured.energy || measured.trace.empty()) return;
  const Nanoseconds wall_offset =
      machine_.clock.wall_now().since_epoch - supervisor_.now().since_boot;
  try {
    write_old_files(run_->folder.path / "energy", measured.trace, *measured.energy, wall_offset);
  } catch (const Error& error) {
    progress_.show(Warning{.message = error.what(), .note = false});
  }
}

/// Every ten seconds or so: for those who look at it while the study runs.
void Lab::write_summary(Session& session) {
  const Instant begin = supervisor_.now();
  if (summary_due_ && begin < *summary_due_) return;
  session.write_summary();
  const Seconds took = supervisor_.now() - begin;
  summary_due_ = supervisor_.now() + std::max(kSummaryPeriod, took / kSummaryShare);
}

}  // namespace mutlua
