// SPDX-License-Identifier: MIT
#include "base/error.h"
#include "lab/lab.h"
#include "store/trial_names.h"

namespace mutlua {

/// Whether the script has other names for a trial now than when it was measured.
bool Lab::named_otherwise(const TrialSpec& trial, const StoredTrial& stored) {
  if (trial.label != stored.label) return true;
  if (trial.factors.empty()) return stored.factors != "{}";
  if (trial.factors.dump() == stored.factors) return false;  // parsed only where it must be
  return trial.factors != Json::parse(stored.factors, nullptr, false);
}

/// Keeps what the script calls its trials now, where that is not what their records call them. The
/// results are worth more than their names: a fault is a warning.
void Lab::keep_names() {
  Session* session = ledger_.opened();
  if (session == nullptr) return;
  std::vector<TrialNames> renamed;
  SpecReader specs(*this);
  for (const KnownTrial& trial : trials_) {
    if (!trial.done || !trial.renamed) continue;
    const TrialSpec& spec = specs.of(trial);
    renamed.push_back({.identity = trial.identity(), .label = spec.label, .factors = spec.factors});
  }
  try {
    if (renamed != read_renamed(session->folder())) write_renamed(session->folder(), renamed);
  } catch (const Error& error) {
    progress_.show(Warning{.message = error.what(), .note = false});
  }
}

}  // namespace mutlua
