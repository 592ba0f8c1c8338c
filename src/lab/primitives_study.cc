// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/error.h"
#include "energy/old_files.h"
#include "lab/lab.h"
#include "lab/result.h"
#include "store/command_script.h"
#include "store/record.h"
#include "store/time_text.h"
#include "store/trial_folder.h"

namespace mutlua {
namespace {

constexpr Seconds kSummaryPeriod{10};
constexpr double kSummaryShare = 0.005;  // of the time, at most: that of a large study takes long

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
  resume_simulation();
  Json reply = {
      {"seed", ledger_.seed()}, {"catalogue", catalogue_.name()}, {"gap", run_options_.gap}};
  if (machine_.simulated) reply["simulated"] = true;
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
  const Json none = Json::array();
  Json reply = {
      {"orders", none},
      {"done", {{"positions", none}, {"numbers", none}, {"measurements", none}, {"valid", none}}},
      {"warnings", none}};
  for (const Json& treatment : request.at("trials")) present(treatment, reply);
  if (!request.value("last", true)) return reply;
  presented_before_.clear();
  if (run_options_.gap) {
    reply["elsewhere"] = credit_earlier();
    for (const KnownTrial& trial : trials_) {
      if (!trial.done && !trial.elsewhere) seek_trainings(spec_of(trial));
    }
  }
  count_all();
  warn_of_other_sources();
  progress_.show(StudyBegun{.study = study_->name,
                            .catalogue = catalogue_.name(),
                            .session = ledger_.session_folder(),
                            .trials = trials_.size(),
                            .done = tally_.valid + tally_.invalid,
                            .simulated = machine_.simulated});
  return reply;
}

/// Adds the replicates of a treatment to the study's trials.
void Lab::present(const Json& request, Json& reply) {
  const Treatment treatment(request, fmt::format("trial {}", trials_.size() + 1), catalogue_,
                            *study_, run_options_);
  std::string packed;
  Json::to_msgpack(request, packed);
  const auto kept = std::make_shared<const std::string>(std::move(packed));
  const int shape = run_options_.rehearsal ? rehearsed_.shape_of(treatment.common()) : 0;
  TrialSpec spec = treatment.common();
  const TrialText identified = identities_->text_of(spec);
  for (std::size_t i = 0; i < treatment.size(); ++i) {
    treatment.vary(spec, i);
    identities_->give(identified, spec);
    if (i == 0) warn_of(spec, reply["warnings"]);
    KnownTrial& trial = add(spec);
    trial.request = kept;
    trial.place = i;
    trial.shape = shape;
    reply["orders"].push_back(draws_->order(trial.identity));
    if (trial.done) {
      Json& done = reply["done"];
      done["positions"].push_back(trials_.size());
      done["numbers"].push_back(trial.number);
      done["measurements"].push_back(trial.stored ? trial.stored->repeat : 1);
      done["valid"].push_back(trial.counts);
    }
  }
}

Lab::KnownTrial& Lab::add(const TrialSpec& spec) {
  const std::size_t position = trials_.size();
  const bool measured = position < presented_before_.size() && presented_before_[position].measured;
  trials_.push_back(measured ? std::move(presented_before_[position]) : look_up(spec));
  KnownTrial& trial = trials_.back();
  if (!trial.done && !run_options_.gap) seek_trainings(spec);
  return trial;
}

void Lab::warn_of(const TrialSpec& trial, Json& warnings) const {
  if (trial.occurrence == 2) {
    warnings.push_back(
        fmt::format("the same trial of {} was added more than once; each is measured; for repeats, "
                    "say replicates",
                    trial.first().model->name));
  }
  for (const auto* uses : {&trial.foregrounds, &trial.backgrounds}) {
    for (const ModelUse& use : *uses) {
      for (const std::string& lost : lost_values(use)) warnings.push_back(lost);
    }
  }
}

/// What a study must know at once of a trial that is done; the rest it asks for.
Json Lab::brief(const KnownTrial& trial) const {
  Json brief = {{"valid", trial.counts}, {"reused", !trial.measured}};  // valid by today's needs
  if (run_options_.rehearsal && trial.measured) {
    brief["rehearsed"] = true;
    return brief;
  }
  brief["number"] = trial.number;
  brief["measurements"] = trial.stored->repeat;
  return brief;
}

Lab::KnownTrial& Lab::asked_for(const Json& request) {
  const bool by_hand = request.contains("by_hand");
  const std::size_t index = request.at(by_hand ? "by_hand" : "index").get<std::size_t>() - 1;
  if (index >= (by_hand ? by_hand_.size() : trials_.size()))
    throw Error(ErrorKind::internal, "no such trial");
  return by_hand ? by_hand_[index] : trials_[index];
}

/// All that is known of a trial that is done.
Json Lab::result(const Json& request) {
  const KnownTrial& trial = asked_for(request);
  if (run_options_.rehearsal && trial.measured) {
    if (read_at_ == 0) read_at_ = trials_.size();
    return rehearsed_.result(trial.number, trial.shape);
  }
  if (!trial.elsewhere_folder.empty() && !trial.done)
    return result_of(read_finished_record(trial.elsewhere_folder), trial.elsewhere_folder, true);
  const Json record = ledger_.record(*trial.stored);
  Json result = result_of(record, ledger_.folder_of(*trial.stored), !trial.measured);
  result["valid"] = trial.counts;
  return result;
}

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

/// How long ago a trial that is done was: {seconds}.
Json Lab::age(const Json& request) {
  const KnownTrial& trial = asked_for(request);
  if (!trial.done) throw Error(ErrorKind::internal, "a trial that is not done has no age");
  WallTime ended = trial.ended;
  if (!trial.measured) {
    const auto stored = utc_time(ledger_.record(*trial.stored).value("ended_at", ""));
    if (!stored) throw Error(ErrorKind::machine, "the record of a sentinel has no ended_at");
    ended = *stored;
  }
  const Nanoseconds passed = machine_.clock.wall_now().since_epoch - ended.since_epoch;
  return {{"seconds", std::chrono::duration<double>(passed).count()}};
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
  if (!run_options_.rehearsal) {
    ledger_.keep_elsewhere();
    keep_names();
  }
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

/// A rehearsal has measured nothing that could be judged. Nor has a study without any result: it
/// has not passed, whatever a script makes of no results.
Json Lab::verdict(const Json& request) {
  if (!presented_) {
    throw Error(ErrorKind::script, "study:verdict: nothing was measured; call study:run() first");
  }
  if (run_options_.rehearsal) return {{"given", false}};
  const auto has_result = [](const KnownTrial& trial) {
    return trial.done || !trial.elsewhere_folder.empty();
  };
  const bool any = std::any_of(trials_.begin(), trials_.end(), has_result) ||
                   std::any_of(by_hand_.begin(), by_hand_.end(), has_result);
  passed_ = any && request.at("passed").get<bool>();
  if (any) return {{"given", true}};
  return {{"given", false}, {"reason", "nothing was measured"}};
}

/// Every ten seconds or so: for those who look at it while the study runs.
void Lab::write_summary(Session& session) {
  const Instant begin = supervisor_.now();
  if (summary_due_ && begin < *summary_due_) return;
  session.write_summary();
  const Seconds took = supervisor_.now() - begin;
  summary_due_ = supervisor_.now() + std::max(kSummaryPeriod, took / kSummaryShare);
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
    trial.stored = ledger_.latest(trial.identity);
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

}  // namespace mutlua
