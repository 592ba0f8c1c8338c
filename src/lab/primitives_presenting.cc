// SPDX-License-Identifier: MIT
// What trials there are, and what came of those that are done.
#include <fmt/format.h>

#include <utility>

#include "base/error.h"
#include "lab/lab.h"
#include "lab/result.h"
#include "store/time_text.h"
#include "store/trial_folder.h"

namespace mutlua {

// A study's trials come in parts, so that neither side ever holds all of them as JSON.
Json Lab::identify(const Json& request) {
  if (run_)
    throw Error(ErrorKind::script, "study:run inside a protocol: a trial is being measured");
  presented_ = true;
  if (request.value("first", 1) == 1) {
    presented_before_ = std::exchange(trials_, {});
    names_due_ = true;  // and not when a sentinel comes to those that were presented
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
  if (!run_options_.rehearsal) {
    if (std::exchange(names_due_, false)) keep_names();
    ask_again({});
  }
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
    trial.place = static_cast<int>(i);
    trial.shape = shape;
    reply["orders"].push_back(draws_->order(spec.identity));
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
  if (trial.elsewhere_folder && !trial.done)
    return result_of(read_finished_record(*trial.elsewhere_folder), *trial.elsewhere_folder, true);
  const Json record = ledger_.record(*trial.stored);
  Json result = result_of(record, ledger_.folder_of(*trial.stored), !trial.measured);
  result["valid"] = trial.counts;
  if (!trial.counts && !result.contains("reason")) add_reason(trial, result);
  return result;
}

/// Why a trial that counted when it was measured does not now.
void Lab::add_reason(const KnownTrial& trial, Json& result) {
  const std::string metric = lacking_metric(spec_of(trial), *trial.stored);
  if (metric.empty()) return;
  result["reason"] = fmt::format(
      "the metric {} is missing: it was not needed when this trial was measured", metric);
}

/// {path}: the folder of a trial that is done, or of the one that counts in its place.
Json Lab::path(const Json& request) {
  const KnownTrial& trial = asked_for(request);
  if (trial.elsewhere_folder && !trial.done) return {{"path", *trial.elsewhere_folder}};
  return {{"path", trial.stored ? ledger_.folder_of(*trial.stored).string() : ""}};
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

}  // namespace mutlua
