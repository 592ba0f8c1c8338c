// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "base/error.h"
#include "lab/lab.h"
#include "lab/trial_energy.h"

namespace mutlua {
namespace {

Error protocol_error(const std::string& what) {
  return {ErrorKind::script,
          "the protocol returned " + what +
              "; return the outcomes of mut.wait_all in the order of trial.foregrounds"};
}

/// The number under which the runtime knows what a protocol returned.
int id_in(const Json& part, const char* what) {
  if (part.is_object() && part.contains("id") && part.at("id").is_number_integer()) {
    return part.at("id").get<int>();
  }
  throw protocol_error(fmt::format("no {} that mutlua gave it", what));
}

}  // namespace

Measured Lab::measured_from(const Json& request) {
  Measured measured;
  measured.cooling = cooled_;
  measured.settling = settled_;
  if (request.contains("reason")) {
    if (!request.at("reason").is_string()) throw protocol_error("a reason that is no text");
    measured.reason = request.at("reason").get<std::string>();
  }
  if (request.contains("outcomes")) add_outcomes(request.at("outcomes"), measured);
  if (measured.outcomes.size() != run_->spec->foregrounds.size() && measured.reason.empty()) {
    throw protocol_error(fmt::format("{} outcomes for {} foregrounds", measured.outcomes.size(),
                                     run_->spec->foregrounds.size()));
  }
  if (request.contains("energy")) {
    const int id = id_in(request.at("energy"), "energy");
    measured.energy = trial_scope_.window(id);
    measured.trace = trial_scope_.trace(id);
  }
  if (request.contains("background")) {
    measured.background = trial_scope_.report(id_in(request.at("background"), "background report"));
    const Json& models = measured.background.at("models");
    bool ours = models.size() == run_->spec->backgrounds.size();
    for (std::size_t i = 0; ours && i < models.size(); ++i) {
      ours = models[i].at("model") == run_->spec->backgrounds[i].model->name;
    }
    if (!ours) throw protocol_error("the report of a load that is not trial.background");
    if (measured.energy) {
      const Background& load = trial_scope_.background(id_in(request.at("background"), "report"));
      measured.meanwhile = load.during(measured.energy->begin, measured.energy->end);
    }
  }
  add_surroundings(measured);
  return measured;
}

/// What the runtime itself has seen around an attempt.
void Lab::add_surroundings(Measured& measured) {
  if (measured.energy) {
    for (Outcome& outcome : measured.outcomes) add_gpu_memory(outcome, *measured.energy);
  }
  measured.gpus = gpus_;
  measured.idle_reference = surroundings_.idle_reading();
  std::set<int> foreground;
  for (const Outcome& outcome : measured.outcomes)
    foreground.insert(outcome.pids.begin(), outcome.pids.end());
  measured.surroundings =
      surroundings_.flags(measured.energy ? &*measured.energy : nullptr, pids_of_trial(measured),
                          foreground, study_->thresholds);
  const std::size_t besides = script_scope_.busy();
  if (besides > 0)
    measured.besides = fmt::format("the script keeps {} running outside trials", besides);
}

std::set<int> Lab::pids_of_trial(const Measured& measured) {
  std::set<int> pids = script_scope_.pids();
  pids.merge(trial_scope_.pids());
  for (const Outcome& outcome : measured.outcomes)
    pids.insert(outcome.pids.begin(), outcome.pids.end());
  return pids;
}

/// The outcomes of the foregrounds, which must be those that were asked for.
void Lab::add_outcomes(const Json& outcomes, Measured& measured) {
  std::set<int> used;
  for (const Json& outcome : outcomes) {
    const int id = id_in(outcome, "outcome");
    const Training& training = trial_scope_.training(id);
    const std::size_t i = measured.outcomes.size();
    if (!used.insert(id).second) throw protocol_error("the same outcome twice");
    if (!training.ended()) throw protocol_error("a training that has not ended; wait for it");
    if (i >= run_->spec->foregrounds.size()) throw protocol_error("more outcomes than foregrounds");
    const std::string& expected = run_->spec->foregrounds[i].model->name;
    if (training.use().model->name != expected) {
      throw protocol_error(fmt::format("the outcome of {} where that of {} belongs",
                                       training.use().model->name, expected));
    }
    measured.outcomes.push_back(training.outcome());
  }
}

}  // namespace mutlua
