// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <filesystem>
#include <vector>

#include "store/trial_summary.h"

namespace mutlua {

/// The old tool's table of all sessions, in the folder of the results.
inline constexpr const char* kSummaryAllFile = "summary_all.csv";

/// Appends a session's trials to RESULTS/summary_all.csv and gives how many were new to it.
///
/// The old tool's rules: the columns are those of the file that is there, cells that it has no
/// column for are left out, and columns that the session knows nothing of stay empty. A new file
/// gets the columns of the session's summary.csv. A trial that is there already, by experiment_id
/// and timestamp, is not appended again. The file is replaced in one step, and no other program of
/// mutlua writes it meanwhile. Throws Error(usage) for simulated trials. Throws Error(machine), and
/// leaves the file as it is, if it is no plain file or its first line does not name experiment_id
/// and timestamp.
std::size_t append_to_summary_all(const std::filesystem::path& results,
                                  const std::vector<TrialSummary>& trials);

}  // namespace mutlua
