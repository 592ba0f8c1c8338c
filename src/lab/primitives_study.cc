// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <utility>

#include "base/error.h"
#include "energy/old_files.h"
#include "lab/lab.h"
#include "lab/result.h"
#include "store/command_script.h"
#include "store/record.h"

namespace mutlua {
namespace {

constexpr Seconds kSummaryPeriod{10};

}  // namespace

Json Lab::study(const Json& request) {
  if (study_made_) throw Error(ErrorKind::script, "mut.study: a script has one study");
  if (ledger_.chosen()) {
    throw Error(ErrorKind::script,
                "mut.study: something was drawn or started before it; put mut.study first, so that "
                "its name and seed hold for all");
  }
  study_ = study_settings(request);
  study_made_ = true;
  ledger_.choose(study_->name, catalogue_.name(), study_->seed);
  draws_.emplace(ledger_.seed(), study_->sequence_draws);
  settle_name();
  Json reply = {{"seed", ledger_.seed()}, {"catalogue", catalogue_.name()}};
  if (!ledger_.session_name().empty()) reply["session"] = ledger_.session_name();
  return reply;
}

// A study's trials come in parts, so that neither side ever holds all of them as JSON.
Json Lab::identify(const Json& request) {
  if (run_)
    throw Error(ErrorKind::script, "study:run inside a protocol: a trial is being measured");
  presented_ = true;
  if (request.value("first", 1) == 1) {
    presented_before_ = std::exchange(trials_, {});
    identities_.emplace(catalogue_.name(), *study_);
  }
  Json reply = {{"trials", Json::array()}, {"warnings", Json::array()}};
  for (const Json& trial : request.at("trials")) {
    const std::string where = fmt::format("trial {}", trials_.size() + 1);
    present(trial_spec(trial, where, catalogue_, *study_, run_options_), reply);
  }
  if (!request.value("last", true)) return reply;
  presented_before_.clear();
  count();
  warn_of_other_sources();
  progress_.show(StudyBegun{.study = study_->name,
                            .catalogue = catalogue_.name(),
                            .session = ledger_.session_folder(),
                            .trials = trials_.size(),
                            .done = tally_.valid + tally_.invalid});
  return reply;
}

/// Adds a trial to the study's, and to the reply what is known of it.
void Lab::present(TrialSpec spec, Json& reply) {
  identities_->give(spec);
  if (spec.occurrence == 2) {
    reply["warnings"].push_back(
        fmt::format("the same trial of {} was added more than once; each is measured; for repeats, "
                    "say replicates",
                    spec.first().model->name));
  }
  for (const auto* uses : {&spec.foregrounds, &spec.backgrounds}) {
    for (const ModelUse& use : *uses) {
      for (const std::string& lost : lost_values(use)) reply["warnings"].push_back(lost);
    }
  }
  const std::size_t position = trials_.size();
  const bool measured = position < presented_before_.size() && presented_before_[position].measured;
  trials_.push_back(measured ? std::move(presented_before_[position]) : look_up(std::move(spec)));
  const KnownTrial& trial = trials_.back();
  Json answer = {{"identity", trial.spec.identity},
                 {"done", trial.done},
                 {"order", draws_->order(trial.spec.identity)},
                 {"cooling", to_json(trial.spec.cooling)},
                 {"settle", to_json(trial.spec.settle)}};
  if (trial.spec.timeout_seconds) answer["timeout_seconds"] = *trial.spec.timeout_seconds;
  if (trial.done && !trial.measured) {
    answer["result"] =
        result_of(ledger_.record(*trial.stored), ledger_.folder_of(*trial.stored), true);
    answer["result"]["valid"] = trial.counts;  // by what the script needs now
  }
  reply["trials"].push_back(std::move(answer));
}

Json Lab::begin_trial(const Json& request) {
  const std::size_t index = request.at("index").get<std::size_t>() - 1;
  if (index >= trials_.size()) throw Error(ErrorKind::internal, "no such trial");
  if (run_ && current_ != index)
    throw Error(ErrorKind::internal, "another trial is being measured");
  if (!run_) start_trial(index);
  if (!run_options_.rehearsal && !run_->spec->foregrounds.empty()) {
    write_command_script(run_->folder.path / "command.sh",
                         command_record(run_->spec->first(), machine_.program_folder));
  }
  surroundings_.begin(*run_->spec, run_->folder.number);
  attempt_began_ = supervisor_.now();
  spawned_in_attempt_ = 0;
  windows_in_attempt_ = 0;
  cooled_ = nullptr;
  settled_ = nullptr;
  progress_.show(notice());
  return {{"number", run_->folder.number},
          {"experiment_id", run_->folder.experiment_id},
          {"attempt", run_->attempt}};
}

/// The script caught an error of its protocol and goes on: the trial is not whole.
Json Lab::abandon_trial(const Json&) {
  abandon_run();
  return Json::object();
}

Json Lab::end_trial(const Json& request) {
  if (!run_) throw Error(ErrorKind::internal, "no trial is being measured");
  const Measured measured = measured_from(request.at("measured"));
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

Json Lab::emit(const Json& request) {
  const Json& row = request.at("row");
  if (run_) {
    run_->emitted.push_back(row);
  } else {
    settle_name();
    if (!run_options_.rehearsal) ledger_.active().append_row(row);
  }
  return Json::object();
}

Json Lab::warn(const Json& request) {
  progress_.show(Warning{.message = request.at("message").get<std::string>(),
                         .note = request.value("severity", "warning") == "note",
                         .where = request.value("where", "")});
  return Json::object();
}

Json Lab::finish(const Json&) {
  count();
  tally_.session = ledger_.session_folder();
  Session* session = ledger_.opened();
  if (session != nullptr && session->lifetime() > 0) session->write_summary();
  restore_governor();
  progress_.show(tally_);
  return Json::object();
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

/// A rehearsal has measured nothing that could be judged.
Json Lab::verdict(const Json& request) {
  if (!presented_) {
    throw Error(ErrorKind::script, "study:verdict: nothing was measured; call study:run() first");
  }
  if (!run_options_.rehearsal) passed_ = request.at("passed").get<bool>();
  return {{"given", !run_options_.rehearsal}};
}

Json Lab::conclude(const Measured& measured, const Quality& quality) {
  KnownTrial& trial = trials_[*current_];
  const RecordContext context{.study = study_->name,
                              .catalogue = catalogue_.name(),
                              .lifetime = run_options_.rehearsal ? 0 : ledger_.active().lifetime(),
                              .provenance = provenance(),
                              .own_thresholds = study_->own_thresholds,
                              .estimate = study_->estimate,
                              .machine = machine_};
  Json record = record_json(trial_record(*run_, measured, quality, context));
  record["treatment"] = treatment_of(trial.spec, catalogue_.name(), *study_);
  if (!run_options_.rehearsal) {
    write_old_energy_files(measured);
    Session& session = ledger_.active();
    session.finish_trial(run_->folder, record);
    trial.stored = ledger_.latest(trial.spec.identity);
    if (!summary_written_ || supervisor_.now() - *summary_written_ >= kSummaryPeriod) {
      session.write_summary();
      summary_written_ = supervisor_.now();
    }
  }
  surroundings_.end();
  trial.done = true;
  trial.measured = true;
  trial.number = run_->folder.number;
  trial.counts = quality.counts();
  const Json result = result_of(record, run_->folder.path, false);
  const TrialBegun about = notice();
  run_.reset();
  current_.reset();
  count();
  progress_.show(
      TrialEnded{.trial = about, .result = result, .duration = supervisor_.now() - attempt_began_});
  return result;
}

}  // namespace mutlua
