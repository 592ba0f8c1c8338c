// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "store/trial_summary.h"

namespace mutlua {

/// Where the trials of a session come from. They are never analysed together.
enum class TrialKind { measured, simulated, imported };

/// "measured", "simulated", "imported".
std::string to_text(TrialKind kind);

/// The trials of a session that count.
struct AnalyzedTrials {
  TrialKind kind = TrialKind::measured;
  std::size_t all = 0;
  std::vector<TrialSummary> counted;            ///< in order of execution
  std::map<std::string, std::size_t> left_out;  ///< reason -> how many
};

/// Leaves out what does not count: trials that failed or whose training is invalid, those of
/// another kind than the session's, and all but the last valid one of those that repeat each other.
/// Sentinels are no treatment of the study: they are left out too, unless they are asked for.
AnalyzedTrials trials_that_count(std::vector<TrialSummary> trials, TrialKind kind, bool sentinels);

}  // namespace mutlua
