// SPDX-License-Identifier: MIT
#include "cli/analyzed_trials.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace mutlua {
namespace {

TrialKind kind_of(const TrialSummary& trial) {
  if (trial.imported_from) return TrialKind::imported;
  return trial.simulated ? TrialKind::simulated : TrialKind::measured;
}

/// Empty for a trial that counts by itself.
std::string fault_of(const TrialSummary& trial, TrialKind kind) {
  if (kind_of(trial) != kind) {
    return fmt::format("{}, the session is {}", to_text(kind_of(trial)), to_text(kind));
  }
  if (!trial.success) return "its record does not say whether it succeeded";
  if (!*trial.success) return "failed or invalid";
  if (trial.performance_verdict == "invalid") return "its training is invalid";
  return "";
}

bool is_sentinel(const TrialSummary& trial) {
  return std::any_of(trial.factors.begin(), trial.factors.end(), [](const auto& factor) {
    return factor.first == "sentinel" && factor.second == true;
  });
}

/// Why the session of a trial leaves it out; empty: it does not. What --gap has counted for another
/// session's design counts, whatever its own makes of it.
std::string fault_in_session(const TrialSummary& trial, const GatheredTrials& gathered) {
  if (!trial.identity || gathered.from_elsewhere.contains({trial.session, trial.experiment_id}))
    return "";
  const std::pair place(trial.session, *trial.identity);
  if (gathered.unasked.contains(place)) return kUnasked;
  return gathered.replaced.contains(place) ? "another session's counts in their place" : "";
}

using Place = std::pair<std::string, std::string>;  ///< session, and what it is there

/// The place of the last repeat of each identity of a session.
std::map<Place, std::size_t> last_repeats(const std::vector<TrialSummary>& trials) {
  std::map<Place, std::size_t> last;
  for (std::size_t i = 0; i < trials.size(); ++i) {
    if (!trials[i].identity) continue;
    const auto [known, is_new] = last.emplace(Place(trials[i].session, *trials[i].identity), i);
    if (!is_new && trials[i].repeat >= trials[known->second].repeat) known->second = i;
  }
  return last;
}

/// By what equal trials of different sessions are known; empty where they are not: what was
/// imported does not say enough, and each sentinel stands for itself. A namesake of another
/// catalogue trains something else.
std::string likeness(const TrialSummary& trial) {
  if (is_sentinel(trial)) return "";
  if (!trial.treatment) return trial.identity.value_or("");
  return fmt::format("{}\n{}\n{}\n{}", *trial.treatment, trial.catalogue.value_or(""),
                     trial.replicate.value_or(1), trial.block.value_or(""));
}

/// Knows which trials an older session has as well. Within a session equal ones are different
/// trials: a block may hold a treatment twice.
class OlderSessions {
 public:
  /// Takes the trials with the oldest session first.
  bool have(const TrialSummary& trial) {
    const std::string like = likeness(trial);
    if (like.empty()) return false;
    std::map<std::string, std::size_t>& counts = of_[like];
    const std::size_t own = ++counts[trial.session];
    return std::any_of(counts.begin(), counts.end(), [&](const auto& each) {
      return each.first != trial.session && each.second >= own;
    });
  }

 private:
  std::map<std::string, std::map<std::string, std::size_t>> of_;  ///< likeness -> session -> trials
};

}  // namespace

std::string to_text(TrialKind kind) {
  switch (kind) {
    case TrialKind::measured:
      return "measured";
    case TrialKind::simulated:
      return "simulated";
    case TrialKind::imported:
      return "imported";
  }
  return "";
}

AnalyzedTrials trials_that_count(GatheredTrials gathered, bool sentinels) {
  AnalyzedTrials result{.kind = gathered.kind,
                        .all = gathered.trials.size(),
                        .counted = {},
                        .left_out = std::move(gathered.left_out),
                        .renamed = gathered.renamed};
  for (const auto& [reason, count] : result.left_out) result.all += count;
  std::vector<TrialSummary> valid;
  for (TrialSummary& trial : gathered.trials) {
    std::string fault = fault_of(trial, gathered.kind);
    if (fault.empty() && !sentinels && is_sentinel(trial))
      fault = "sentinels; --by sentinel shows them";
    if (fault.empty()) fault = fault_in_session(trial, gathered);
    if (fault.empty()) {
      valid.push_back(std::move(trial));
    } else {
      ++result.left_out[fault];
    }
  }
  const std::map<Place, std::size_t> last = last_repeats(valid);
  OlderSessions older;
  for (std::size_t i = 0; i < valid.size(); ++i) {
    const TrialSummary& trial = valid[i];
    const bool elsewhere = gathered.from_elsewhere.contains({trial.session, trial.experiment_id});
    if (trial.identity && last.at({trial.session, *trial.identity}) != i) {
      ++result.left_out["measured again later"];
    } else if (!elsewhere && older.have(trial)) {
      ++result.left_out["an older session has the same"];
    } else {
      result.counted.push_back(std::move(valid[i]));
    }
  }
  return result;
}

AnalyzedTrials trials_that_count(std::vector<TrialSummary> trials, TrialKind kind, bool sentinels) {
  GatheredTrials gathered;
  gathered.kind = kind;
  gathered.trials = std::move(trials);
  return trials_that_count(std::move(gathered), sentinels);
}

}  // namespace mutlua
