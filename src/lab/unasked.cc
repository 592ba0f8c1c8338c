// SPDX-License-Identifier: MIT
// What a session holds that its script no longer asks for.
#include "store/unasked.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>

#include "base/error.h"
#include "lab/lab.h"

namespace mutlua {
namespace {

using Identified = std::unordered_set<std::string>;

bool is_sentinel(const StoredTrial& trial) {
  const Json factors = Json::parse(trial.factors, nullptr, false);
  return factors.is_object() && factors.value("sentinel", Json()) == true;
}

}  // namespace

/// The results are worth more than what is said of them: a fault is a warning.
void Lab::keep_unasked() {
  Session* session = ledger_.opened();
  if (session == nullptr || (trials_.empty() && by_hand_.empty())) return;
  try {
    const std::set<std::string> before = read_unasked(session->folder());
    const std::set<std::string> now = unasked(*session, before);
    if (now == before) return;
    write_unasked(session->folder(), now);
    if (now.empty()) return;
    progress_.show(Warning{
        .message = fmt::format("the script no longer asks for some trials of the session ({}); "
                               "mutlua analyze leaves them out until it does again",
                               now.size()),
        .note = true});
  } catch (const Error& error) {
    progress_.show(Warning{.message = error.what(), .note = false});
  }
}

/// What the script asks for counts again, from now on: only what it does not ask for is known at
/// its end. Without identities: all trials that were presented, gathered only where it matters.
void Lab::ask_again(const std::set<std::string>& identities) {
  Session* session = ledger_.opened();
  if (session == nullptr || run_options_.rehearsal) return;
  try {
    const std::set<std::string> before = read_unasked(session->folder());
    if (before.empty()) return;
    std::set<std::string> now = before;
    for (const std::string& each : identities.empty() ? presented() : identities) now.erase(each);
    if (now != before) write_unasked(session->folder(), now);
  } catch (const Error& error) {
    progress_.show(Warning{.message = error.what(), .note = false});
  }
}

std::set<std::string> Lab::unasked(const Session& session, const std::set<std::string>& before) {
  Identified asked;
  for (const KnownTrial& trial : trials_) asked.insert(trial.identity());
  for (const KnownTrial& trial : by_hand_) asked.insert(trial.identity());
  std::set<std::string> found;
  std::set<std::string> sentinels;
  for (const auto& trial : session.finished()) {
    if (!asked.contains(trial->identity))
      (is_sentinel(*trial) ? sentinels : found).insert(trial->identity);
  }
  for (const CountedElsewhere& each : read_counted_elsewhere(session.folder())) {
    if (!asked.contains(each.names.identity)) found.insert(each.names.identity);
  }
  if (!sentinels.empty()) found.merge(unasked_sentinels(std::move(sentinels), asked, before));
  return found;
}

/// Of sentinels that this run was not asked for: those that are not like its own. By the clock not
/// all that are done come up again. Where none came up, as with --gap, nothing new is known.
std::set<std::string> Lab::unasked_sentinels(std::set<std::string> sentinels,
                                             const Identified& asked,
                                             const std::set<std::string>& before) {
  SpecReader specs(*this);
  const auto own = std::find_if(trials_.begin(), trials_.end(), [&](const KnownTrial& trial) {
    return specs.of(trial).is_sentinel();
  });
  if (own == trials_.end()) {
    std::erase_if(sentinels, [&](const auto& identity) { return !before.contains(identity); });
    return sentinels;
  }
  Identities identities(catalogue_.name(), *study_);
  TrialSpec spec = specs.of(*own);
  const TrialText text = identities.text_of(spec);
  const auto is_known = [&] {
    identities.give(text, spec);
    return asked.contains(spec.identity) || sentinels.erase(spec.identity) > 0;
  };
  for (spec.replicate = 1; is_known(); ++spec.replicate)
    continue;  // they are numbered without gaps
  return sentinels;
}

}  // namespace mutlua
