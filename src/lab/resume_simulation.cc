// SPDX-License-Identifier: MIT
#include "lab/lab.h"
#include "store/trial_folder.h"

namespace mutlua {

/// A simulated machine goes on as its session's last trial left it, and knows of the machine's rest
/// in each block what it knew then: a study that was killed gives the records of one that was not.
void Lab::resume_simulation() {
  const std::filesystem::path session = ledger_.session_folder();
  if (!machine_.restore || run_options_.rehearsal || session.empty()) return;
  if (hooks_.on_session) hooks_.on_session(study_->name, session.string());
  Json last;
  for (const ScannedTrial& trial : scan_trials(session)) {  // in the order of execution
    if (!trial.finished) continue;
    last = read_finished_record(session / trial.name);
    surroundings_.recall(last);
  }
  if (last.is_object()) machine_.restore(last.at("provenance").value("simulated_machine", Json()));
}

}  // namespace mutlua
