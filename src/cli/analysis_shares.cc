// SPDX-License-Identifier: MIT
#include <algorithm>

#include "cli/analysis_report.h"

namespace mutlua {

std::vector<SessionShare> shares_of(const std::vector<FoundSession>& sessions,
                                    const AnalyzedTrials& trials) {
  std::vector<SessionShare> shares;
  for (const FoundSession& each : sessions)
    shares.push_back({.name = name_in_index(each), .study = each.info.study});
  for (const TrialSummary& trial : trials.counted) {
    auto share = std::find_if(shares.begin(), shares.end(),
                              [&](const auto& each) { return each.name == trial.session; });
    if (share == shares.end()) {
      share = shares.insert(
          shares.end(), {.name = trial.session, .study = trial.study.value_or(""), .asked = false});
    }
    ++share->trials;
  }
  return shares;
}

}  // namespace mutlua
