// SPDX-License-Identifier: MIT
#include <algorithm>
#include <unordered_map>
#include <utility>

#include "base/error.h"
#include "base/sha256.h"
#include "lab/lab.h"
#include "store/trial_names.h"

namespace mutlua {
namespace {

bool was_edited(const SessionInfo& session, const std::string& script_sha256) {
  return std::any_of(session.lifetimes.begin(), session.lifetimes.end(),
                     [&](const Lifetime& each) { return each.script_sha256 != script_sha256; });
}

std::unordered_map<std::string, TrialNames> by_identity(std::vector<TrialNames> trials) {
  std::unordered_map<std::string, TrialNames> found;
  for (TrialNames& each : trials) {
    const std::string identity = each.identity;
    found.emplace(identity, std::move(each));
  }
  return found;
}

}  // namespace

/// Trials that were measured under other names than the script has for them now.
std::vector<TrialNames> Lab::renamed_trials(const std::string& session) const {
  Index index(run_options_.results, [](const std::string&) {});
  const auto recorded = by_identity(index.names(session));
  std::vector<TrialNames> renamed;
  SpecReader specs(*this);
  for (const KnownTrial& trial : trials_) {
    const auto known = recorded.find(trial.identity);
    if (!trial.done || known == recorded.end()) continue;
    const TrialSpec& spec = specs.of(trial);
    TrialNames names = {.identity = trial.identity, .label = spec.label, .factors = spec.factors};
    if (names != known->second) renamed.push_back(std::move(names));
  }
  return renamed;
}

/// Keeps what an edited script calls its trials. Where it never was edited no time is spent. The
/// results are worth more than their names: a fault is a warning.
void Lab::keep_names() {
  Session* session = ledger_.opened();
  if (session == nullptr || !was_edited(session->info(), sha256(hooks_.script().text))) return;
  try {
    const std::vector<TrialNames> renamed = renamed_trials(session->name());
    if (renamed != read_renamed(session->folder())) write_renamed(session->folder(), renamed);
  } catch (const Error& error) {
    progress_.show(Warning{.message = error.what(), .note = false});
  }
}

}  // namespace mutlua
