// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "cli/analyzed_trials.h"
#include "cli/session_choice.h"
#include "store/index.h"

namespace mutlua {

/// The sessions that are meant, oldest first, each once; the newest one if none is named. Throws
/// Error(usage) for one that is not there, and if they are not of one kind: what was measured,
/// simulated or imported is never taken together.
std::vector<FoundSession> sessions_to_analyze(const std::filesystem::path& results,
                                              const std::vector<std::string>& names,
                                              const Warn& warn);

TrialKind kind_of(const FoundSession& session);

/// Their trials, and those of other sessions that stand for theirs since they were run with --gap.
/// These keep the block and replicate under which they were measured; label and factors are those
/// of the design for which they count. Trials that the script calls otherwise since they were
/// measured have the names that it gave them when it was run last. One that the session has
/// measured itself since then is left out of account, one that its script no longer asks for is
/// left out.
GatheredTrials gather_trials(Index& index, const std::vector<FoundSession>& sessions);

}  // namespace mutlua
