// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "cli/analysis.h"
#include "cli/session_choice.h"

namespace mutlua {

/// For people: a table of cells, one of ratios, and what was left out.
std::string analysis_text(const FoundSession& session, const AnalyzedTrials& trials,
                          const Analysis& analysis);

/// {session, study, kind, confidence, trials: {all, counted, left_out}, by, cells, arm, ratios}.
Json analysis_json(const FoundSession& session, const AnalyzedTrials& trials,
                   const Analysis& analysis);

/// Tidy: a row per trial that counts and outcome, with session, kind, experiment_id, study, block
/// and replicate, then what makes a cell (and the arm), then `outcome` and `value`. An unknown
/// value is an empty cell.
std::string analysis_csv(const FoundSession& session, const AnalyzedTrials& trials,
                         const Analysis& analysis);

/// "2 of 26 trials left out: failed or invalid (1), measured again later (1)"; empty if none is.
std::string left_out_text(const AnalyzedTrials& trials);

}  // namespace mutlua
