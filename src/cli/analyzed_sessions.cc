// SPDX-License-Identifier: MIT
#include "cli/analyzed_sessions.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "base/error.h"
#include "store/counted_elsewhere.h"
#include "store/unasked.h"

namespace mutlua {
namespace {

/// What a session has measured itself: by identity, the last good repeat.
std::unordered_map<std::string, int> own_repeats(const std::vector<TrialSummary>& trials,
                                                 const std::string& session) {
  std::unordered_map<std::string, int> own;
  for (const TrialSummary& trial : trials) {
    const bool good = trial.success.value_or(false) && trial.performance_verdict != "invalid";
    if (trial.session != session || !trial.identity || !good) continue;
    int& repeat = own[*trial.identity];
    repeat = std::max(repeat, trial.repeat);
  }
  return own;
}

/// Trials by session and experiment_id, each session read once.
class Records {
 public:
  explicit Records(Index& index) : index_(index) {}

  const TrialSummary* find(const std::string& session, const std::string& experiment_id) {
    const auto [known, is_new] = sessions_.try_emplace(session);
    if (is_new) {
      for (TrialSummary& trial : index_.summaries(session))
        known->second.emplace(trial.experiment_id, std::move(trial));
    }
    const auto found = known->second.find(experiment_id);
    return found == known->second.end() ? nullptr : &found->second;
  }

 private:
  Index& index_;
  std::unordered_map<std::string, std::unordered_map<std::string, TrialSummary>> sessions_;
};

void name_as(TrialSummary& trial, const TrialNames& design) {
  trial.label = design.label;
  trial.factors.clear();
  for (const auto& [name, level] : design.factors.items()) trial.factors.emplace_back(name, level);
}

/// Gives the trials of a session the names that its script had for them when it was run last.
void rename(GatheredTrials& gathered, const FoundSession& session) {
  std::unordered_map<std::string, TrialNames> renamed;
  for (TrialNames& each : read_renamed(session.folder)) {
    const std::string identity = each.identity;
    renamed.emplace(identity, std::move(each));
  }
  if (renamed.empty()) return;
  const std::string name = name_in_index(session);
  for (TrialSummary& trial : gathered.trials) {
    if (trial.session != name || !trial.identity) continue;
    const auto names = renamed.find(*trial.identity);
    if (names == renamed.end()) continue;
    name_as(trial, names->second);
    ++gathered.renamed;
  }
}

void add_unasked(GatheredTrials& gathered, const FoundSession& session) {
  for (const std::string& identity : read_unasked(session.folder))
    gathered.unasked.emplace(name_in_index(session), identity);
}

void add_elsewhere(GatheredTrials& gathered, const FoundSession& session, Records& records) {
  const std::vector<CountedElsewhere> counted = read_counted_elsewhere(session.folder);
  if (counted.empty()) return;
  const auto own = own_repeats(gathered.trials, name_in_index(session));
  std::map<std::pair<std::string, std::string>, std::size_t> places;
  for (std::size_t i = 0; i < gathered.trials.size(); ++i)
    places[{gathered.trials[i].session, gathered.trials[i].experiment_id}] = i;
  for (const CountedElsewhere& each : counted) {
    const auto measured = own.find(each.names.identity);
    if (measured != own.end() && measured->second > each.replaces) continue;
    const std::pair place(each.session, each.experiment_id);
    if (gathered.unasked.contains({name_in_index(session), each.names.identity})) {
      if (!places.contains(place)) ++gathered.left_out[kUnasked];
      continue;
    }
    if (const auto here = places.find(place); here != places.end()) {
      name_as(gathered.trials[here->second], each.names);
    } else if (const TrialSummary* trial = records.find(each.session, each.experiment_id)) {
      places[place] = gathered.trials.size();
      gathered.trials.push_back(*trial);
      name_as(gathered.trials.back(), each.names);
    } else {
      ++gathered.left_out[fmt::format("their session {} is no longer there", each.session)];
      continue;
    }
    gathered.from_elsewhere.insert(place);
    gathered.replaced.emplace(name_in_index(session), each.names.identity);
  }
}

}  // namespace

TrialKind kind_of(const FoundSession& session) {
  if (is_imported(session)) return TrialKind::imported;
  return session.info.simulated ? TrialKind::simulated : TrialKind::measured;
}

std::vector<FoundSession> sessions_to_analyze(const std::filesystem::path& results,
                                              const std::vector<std::string>& names,
                                              const Warn& warn) {
  if (names.empty()) return {chosen_session(results, "", warn)};
  std::set<std::filesystem::path> wanted;
  for (const std::string& name : names) wanted.insert(chosen_session(results, name, {}).folder);
  std::vector<FoundSession> sessions;
  for (FoundSession& each : sessions_in(results, warn)) {
    if (wanted.contains(each.folder)) sessions.push_back(std::move(each));
  }
  for (const FoundSession& each : sessions) {
    if (kind_of(each) == kind_of(sessions.front())) continue;
    throw Error(ErrorKind::usage,
                fmt::format("{} is {}, {} is {}: they are never analysed together",
                            name_in_index(sessions.front()), to_text(kind_of(sessions.front())),
                            name_in_index(each), to_text(kind_of(each))));
  }
  return sessions;
}

GatheredTrials gather_trials(Index& index, const std::vector<FoundSession>& sessions) {
  GatheredTrials gathered;
  gathered.kind = kind_of(sessions.front());
  for (const FoundSession& session : sessions) {
    for (TrialSummary& trial : index.summaries(name_in_index(session)))
      gathered.trials.push_back(std::move(trial));
  }
  Records records(index);
  for (const FoundSession& session : sessions) {
    if (is_imported(session)) continue;
    add_unasked(gathered, session);
    rename(gathered, session);
    add_elsewhere(gathered, session, records);
  }
  return gathered;
}

}  // namespace mutlua
