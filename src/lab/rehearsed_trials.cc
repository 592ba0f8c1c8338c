// SPDX-License-Identifier: MIT
// What a rehearsal notes of the trials, and the plan that comes of it.
#include <algorithm>
#include <numeric>
#include <utility>

#include "lab/lab.h"

namespace mutlua {
namespace {

/// What is there comes first, what never comes last.
int turn(const PlannedTrial& trial) {
  return trial.done ? 0 : trial.elsewhere ? 1 : trial.number > 0 ? 2 : 3;
}

/// Sorts where each belongs first, and then moves each trial once.
std::vector<PlannedTrial> in_turn(std::vector<PlannedTrial> trials) {
  std::vector<std::size_t> order(trials.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return std::pair(turn(trials[a]), trials[a].number) <
           std::pair(turn(trials[b]), trials[b].number);
  });
  std::vector<PlannedTrial> sorted;
  sorted.reserve(trials.size());
  for (const std::size_t place : order) sorted.push_back(std::move(trials[place]));
  return sorted;
}

}  // namespace

TrialSpec PlannedTrial::spec() const {
  TrialSpec spec = common();
  treatment->vary(spec, place);
  spec.identity = identity();
  spec.occurrence = occurrence;
  return spec;
}

/// Carries out a primitive and notes how long it took on the simulated machine's clock.
Json Lab::rehearse(const std::string& kind, const Json& request) {
  if (kind == "begin_trial") trial_timer_ = {};
  const bool inside = run_.has_value();
  const Instant before = supervisor_.now();
  Json reply = (this->*primitive(kind))(request);
  (inside ? trial_timer_ : outside_timer_).passed(kind, request, before, supervisor_.now());
  return reply;
}

/// Of the last attempt: one that failed here tells nothing of real ones.
void Lab::note_time(const Measured& measured) {
  Rehearsed& known = rehearsed_trials_[run_->folder.number];
  known.time = trial_timer_.total(measured.outcomes);
  if (known.time.others > Seconds(0)) {
    std::set<int> ours;
    for (const Outcome& outcome : measured.outcomes) ours.insert(outcome.id);
    for (const Training* training : trial_scope_.trainings()) {
      if (!training->ended() || !ours.contains(training->outcome().id))
        known.time.other_models.insert(training->use().model);
    }
  }
  if (!current_spec_.is_by_hand()) return;
  known.foregrounds = current_spec_.foregrounds;
  known.backgrounds = current_spec_.backgrounds;
}

/// A trial by hand with what it was seen to train.
std::shared_ptr<const Treatment> Lab::seen(const KnownTrial& trial, const Rehearsed& known) const {
  TrialSpec spec = spec_of(trial);
  spec.foregrounds = known.foregrounds;
  spec.backgrounds = known.backgrounds;
  return std::make_shared<const Treatment>(std::move(spec));
}

PlannedTrial Lab::planned(const KnownTrial& trial, SpecReader& specs) const {
  PlannedTrial planned{.treatment = specs.treatment(trial),
                       .place = static_cast<std::size_t>(trial.place),
                       .digest = trial.digest,
                       .occurrence = trial.occurrence,
                       .done = trial.done && !trial.measured,
                       .valid = trial.counts,
                       .again = trial.again,
                       .elsewhere = trial.elsewhere,
                       .number = trial.number,
                       .stored = trial.stored,
                       .stored_counts = trial.stored_counts,
                       .other_source = trial.other_source != nullptr
                                           ? std::string_view(*trial.other_source)
                                           : std::string_view(),
                       .shape = trial.shape};
  const auto known =
      trial.measured ? rehearsed_trials_.find(trial.number) : rehearsed_trials_.end();
  if (known == rehearsed_trials_.end()) return planned;
  planned.time = &known->second.time;
  if (!trial.by_hand.is_null()) planned.treatment = seen(trial, known->second);
  return planned;
}

std::vector<PlannedTrial> Lab::planned() const {
  std::vector<PlannedTrial> result;
  SpecReader specs(*this);
  result.reserve(trials_.size() + by_hand_.size());
  const auto add = [&](const KnownTrial& trial) {
    if (trial.spare && !trial.done) return;
    result.push_back(planned(trial, specs));
    result.back().position = static_cast<int>(result.size()) - 1;
  };
  for (const KnownTrial& trial : trials_) add(trial);
  for (const KnownTrial& trial : by_hand_) add(trial);
  return in_turn(std::move(result));
}

}  // namespace mutlua
