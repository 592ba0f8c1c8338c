// SPDX-License-Identifier: MIT
#include <set>

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

/// The same of any of its repeats: where the last has failed, one before it counts.
bool Lab::ever_named_otherwise(const Session& session, const KnownTrial& trial, SpecReader& specs) {
  if (!trial.stored || trial.renamed) return trial.renamed;
  if (trial.stored->repeat == 1) return false;
  const TrialSpec& spec = specs.of(trial);
  for (int repeat = 1; repeat < trial.stored->repeat; ++repeat) {
    const StoredTrial* each = session.find(trial.stored->identity, repeat);
    if (each != nullptr && named_otherwise(spec, *each)) return true;
  }
  return false;
}

/// Keeps what the script calls its trials now, where that is not what their records call them:
/// before the first of them is measured under its new name. Trials that the script has not come to
/// keep the names that they had. The results are worth more than their names: a fault is a warning.
void Lab::keep_names() {
  Session* session = ledger_.opened();
  if (session == nullptr) return;
  try {
    const std::vector<TrialNames> kept = read_renamed(session->folder());
    std::vector<TrialNames> renamed = kept;
    if (!kept.empty()) {
      std::erase_if(renamed, [asked = presented()](const TrialNames& each) {
        return asked.contains(each.identity);
      });
    }
    SpecReader specs(*this);
    for (const KnownTrial& trial : trials_) {
      if (!ever_named_otherwise(*session, trial, specs)) continue;
      const TrialSpec& spec = specs.of(trial);
      renamed.push_back(
          {.identity = trial.identity(), .label = spec.label, .factors = spec.factors});
    }
    if (renamed != kept) write_renamed(session->folder(), renamed);
  } catch (const Error& error) {
    progress_.show(Warning{.message = error.what(), .note = false});
  }
}

std::set<std::string> Lab::presented() const {
  std::set<std::string> identities;
  for (const KnownTrial& trial : trials_) identities.insert(trial.identity());
  return identities;
}

}  // namespace mutlua
