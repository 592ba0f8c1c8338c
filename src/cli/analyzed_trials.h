// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "store/trial_summary.h"

namespace mutlua {

/// Where the trials of a session come from. They are never analysed together.
enum class TrialKind { measured, simulated, imported };

/// "measured", "simulated", "imported".
std::string to_text(TrialKind kind);

/// The trials of one session, or of several.
struct GatheredTrials {
  TrialKind kind = TrialKind::measured;
  std::vector<TrialSummary> trials;  ///< the oldest session first, each in order of execution
  /// Those of other sessions that --gap counted for one of these: session and experiment_id.
  std::set<std::pair<std::string, std::string>> from_elsewhere;
  /// Those that the script of their session no longer asks for: session and identity.
  std::set<std::pair<std::string, std::string>> unasked;
  /// Those that did not count for their session when --gap found another for them, likewise.
  std::set<std::pair<std::string, std::string>> replaced;
  std::map<std::string, std::size_t> left_out;  ///< reason -> how many
  std::size_t renamed = 0;                      ///< whose records have other names
};

/// Why a trial that the script of its session no longer asks for is left out.
inline constexpr const char* kUnasked = "the script no longer asks for them";

/// The trials that count.
struct AnalyzedTrials {
  TrialKind kind = TrialKind::measured;
  std::size_t all = 0;
  std::vector<TrialSummary> counted;            ///< in the order of `trials`
  std::map<std::string, std::size_t> left_out;  ///< reason -> how many
  std::size_t renamed = 0;                      ///< whose records have other names
};

/// Leaves out what does not count: trials that failed or whose training is invalid, those of
/// another kind than the sessions', those that the script of their session no longer asks for, and
/// all but the last valid one of those that repeat each other in a session. Of equal treatments
/// with the same catalogue, block and replicate in several sessions, the oldest counts; but all do
/// that --gap counted. Sentinels are no treatment of the study: they are left out too, unless they
/// are asked for.
AnalyzedTrials trials_that_count(GatheredTrials gathered, bool sentinels);

/// The same for the trials of one session alone.
AnalyzedTrials trials_that_count(std::vector<TrialSummary> trials, TrialKind kind, bool sentinels);

}  // namespace mutlua
