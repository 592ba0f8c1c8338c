// SPDX-License-Identifier: MIT
#include <algorithm>
#include <unordered_map>

#include "base/sha256.h"
#include "lab/lab.h"
#include "store/trial_names.h"

namespace mutlua {
namespace {

/// The names in the last record of each identity.
std::unordered_map<std::string, TrialNames> recorded_names(
    const std::vector<TrialSummary>& trials) {
  std::unordered_map<std::string, std::pair<int, TrialNames>> last;
  for (const TrialSummary& trial : trials) {
    if (!trial.identity) continue;
    auto& [repeat, names] = last[*trial.identity];
    if (trial.repeat < repeat) continue;
    repeat = trial.repeat;
    names = {.identity = *trial.identity, .label = trial.label};
    for (const auto& [name, level] : trial.factors) names.factors[name] = level;
  }
  std::unordered_map<std::string, TrialNames> result;
  for (auto& [identity, each] : last) result.emplace(identity, std::move(each.second));
  return result;
}

}  // namespace

/// Keeps what the script calls trials now that were measured under other names before it was
/// edited. Where it never was, nothing can have been renamed, and no time is spent.
void Lab::keep_names() {
  Session* session = ledger_.opened();
  if (session == nullptr) return;
  const std::string present = sha256(hooks_.script().text);
  const std::vector<Lifetime>& lifetimes = session->info().lifetimes;
  if (std::all_of(lifetimes.begin(), lifetimes.end(),
                  [&](const Lifetime& each) { return each.script_sha256 == present; }))
    return;
  Index index(run_options_.results, [](const std::string&) {});
  const auto recorded = recorded_names(index.summaries(session->name()));
  std::vector<TrialNames> renamed;
  SpecReader specs(*this);
  for (const KnownTrial& trial : trials_) {
    const auto known = recorded.find(trial.identity);
    if (!trial.done || known == recorded.end()) continue;
    const TrialSpec& spec = specs.of(trial);
    TrialNames names = {.identity = trial.identity, .label = spec.label, .factors = spec.factors};
    if (names != known->second) renamed.push_back(std::move(names));
  }
  if (renamed != read_renamed(session->folder())) write_renamed(session->folder(), renamed);
}

}  // namespace mutlua
