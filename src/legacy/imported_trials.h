// SPDX-License-Identifier: MIT
#pragma once

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "legacy/import.h"
#include "store/imported.h"

namespace mutlua {

using AddedTrials = std::set<std::pair<std::string, std::string>>;  ///< session and experiment_id

/// What is reported of those that were added, with what the comparisons said of them.
std::vector<ImportedTrial> imported_trials(const std::vector<ImportedSession>& sessions,
                                           const AddedTrials& added);

}  // namespace mutlua
