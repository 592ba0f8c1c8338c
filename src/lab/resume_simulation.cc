// SPDX-License-Identifier: MIT
#include "lab/lab.h"
#include "store/trial_folder.h"

namespace mutlua {

/// A simulated machine goes on as its session's last trial left it, and knows of the machine's rest
/// in each block what it knew then: a study that was killed gives the records of one that was not.
void Lab::resume_simulation() {
  if (!machine_.restore || run_options_.rehearsal) return;
  simulated_past_.emplace(machine_);
  const Session* session = ledger_.opened();
  if (session == nullptr) return;
  if (hooks_.on_session) hooks_.on_session(study_->name, session->folder().string());
  const SimulatedPast::Trials trials = session->finished();
  if (trials.empty()) return;
  simulated_past_->read(session->folder(), trials);
  if (simulated_past_->due()) simulated_past_->store(session->folder());
  surroundings_.remember(simulated_past_->surroundings());
  const Json last = read_finished_record(session->folder() / trials.back()->experiment_id);
  machine_.restore(last.at("provenance").value("simulated_machine", Json()));
}

void Lab::keep_simulated_past(const TrialFolder& trial, const Json& record) {
  if (!simulated_past_) return;
  simulated_past_->add(trial.experiment_id, record);
  if (simulated_past_->due()) simulated_past_->store(ledger_.session_folder());
}

}  // namespace mutlua
