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

/// The place of the last repeat of each identity.
std::map<std::string, std::size_t> last_repeats(const std::vector<TrialSummary>& trials) {
  std::map<std::string, std::size_t> last;
  for (std::size_t i = 0; i < trials.size(); ++i) {
    if (!trials[i].identity) continue;
    const auto [known, is_new] = last.emplace(*trials[i].identity, i);
    if (!is_new && trials[i].repeat >= trials[known->second].repeat) known->second = i;
  }
  return last;
}

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

AnalyzedTrials trials_that_count(std::vector<TrialSummary> trials, TrialKind kind, bool sentinels) {
  AnalyzedTrials result;
  result.kind = kind;
  result.all = trials.size();
  std::vector<TrialSummary> valid;
  for (TrialSummary& trial : trials) {
    std::string fault = fault_of(trial, kind);
    if (fault.empty() && !sentinels && is_sentinel(trial))
      fault = "sentinels; --by sentinel shows them";
    if (fault.empty()) {
      valid.push_back(std::move(trial));
    } else {
      ++result.left_out[fault];
    }
  }
  const std::map<std::string, std::size_t> last = last_repeats(valid);
  for (std::size_t i = 0; i < valid.size(); ++i) {
    if (valid[i].identity && last.at(*valid[i].identity) != i) {
      ++result.left_out["measured again later"];
    } else {
      result.counted.push_back(std::move(valid[i]));
    }
  }
  return result;
}

}  // namespace mutlua
