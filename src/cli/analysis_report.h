// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "cli/analysis.h"
#include "cli/session_choice.h"

namespace mutlua {

/// What a session gives to an analysis.
struct SessionShare {
  std::string name;        ///< as in the index
  std::string study;       ///< empty if unknown
  bool asked = true;       ///< false: its trials stand for some of the others, by --gap
  std::size_t trials = 0;  ///< that count
};

/// Of the sessions that were asked for, then of others that trials come from.
std::vector<SessionShare> shares_of(const std::vector<FoundSession>& sessions,
                                    const AnalyzedTrials& trials);

/// For people, in lines of at most so many columns as far as that goes: a table of cells, one of
/// ratios, and what was left out.
std::string analysis_text(const std::vector<SessionShare>& sessions, const AnalyzedTrials& trials,
                          const Analysis& analysis, int columns);

/// {sessions, kind, confidence, trials: {all, counted, left_out}, by, pooled, cells, arm, ratios}.
Json analysis_json(const std::vector<SessionShare>& sessions, const AnalyzedTrials& trials,
                   const Analysis& analysis);

/// Tidy: a row per trial that counts and outcome, with its session, kind, experiment_id, study,
/// block and replicate, then what makes a cell (and the arm), then `outcome` and `value`. An
/// unknown value is an empty cell.
std::string analysis_csv(const AnalyzedTrials& trials, const Analysis& analysis);

/// "2 of 26 trials left out: failed or invalid (1), measured again later (1)"; empty if none is.
std::string left_out_text(const AnalyzedTrials& trials);

}  // namespace mutlua
