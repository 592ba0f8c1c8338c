// SPDX-License-Identifier: MIT
#include <utility>

#include "base/error.h"
#include "lab/lab.h"

namespace mutlua {

/// A trial by hand is known by what the script names it by; it is measured once in a session.
Json Lab::by_hand(const Json& request) {
  if (!study_made_) {
    throw Error(
        ErrorKind::script,
        "mut.trial: its record belongs to a study; make one first: mut.study{ name = ... }");
  }
  if (run_) throw Error(ErrorKind::script, "mut.trial: a trial is being measured");
  const TrialSpec spec = by_hand_spec(request.at("identity"), catalogue_.name(), *study_);
  const Digest digest = digest_of(spec.identity);
  std::size_t index = 0;
  while (index < by_hand_.size() && by_hand_[index].digest != digest) ++index;
  if (index == by_hand_.size()) {
    by_hand_.push_back(look_up(spec));
    by_hand_.back().shape = -1;  // no other trial goes as it goes
  }
  ask_again({spec.identity});
  count_all();
  const KnownTrial& trial = by_hand_[index];
  return {{"index", index + 1},
          {"identity", spec.identity},
          {"done", trial.done},
          {"measured", trial.measured}};
}

/// What it ran is what its body started: trainings in that order, loads, and the window that was
/// closed last.
Measured Lab::measured_by_hand(const Json& request) {
  Measured measured;
  measured.cooling = cooled_;
  measured.settling = settled_;
  run_->value = request.value("value", Json());
  trial_scope_.end();
  supervisor_.refuse_if_stopped();
  for (const Training* training : trial_scope_.trainings()) {
    current_spec_.foregrounds.push_back(training->use());
    measured.outcomes.push_back(training->outcome());
  }
  if (const auto window = trial_scope_.last_window()) {
    measured.energy = trial_scope_.window(*window);
    measured.trace = trial_scope_.trace(*window);
  }
  add_loads(measured);
  add_surroundings(measured);
  return measured;
}

std::string Lab::broken_off() const {
  std::string text;
  SpecReader specs(*this);
  const auto add = [&](const KnownTrial& trial) {
    if (!trial.broken_off) return;
    const TrialSpec& spec = specs.of(trial);
    text += text.empty() ? "" : ", ";
    text += spec.label          ? '"' + *spec.label + '"'
            : spec.is_by_hand() ? "a trial by hand"
                                : "a trial of " + spec.first().model->name;
  };
  for (const KnownTrial& trial : trials_) add(trial);
  for (const KnownTrial& trial : by_hand_) add(trial);
  return text;
}

void Lab::add_loads(Measured& measured) {
  for (const int id : trial_scope_.backgrounds()) {
    Background& load = trial_scope_.background(id);
    for (const ModelUse& use : load.uses()) current_spec_.backgrounds.push_back(use);
    const Json& report = trial_scope_.report(id);
    if (measured.background.is_null()) measured.background = {{"models", Json::array()}};
    for (const Json& model : report.at("models")) measured.background["models"].push_back(model);
    if (!measured.energy) continue;
    for (const Json& during : load.during(measured.energy->begin, measured.energy->end))
      measured.meanwhile.push_back(during);
  }
}

}  // namespace mutlua
