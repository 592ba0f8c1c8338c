// SPDX-License-Identifier: MIT
#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <string>
#include <vector>

#include "store/index.h"

namespace mutlua {

/// The finished trials of a session, in order of execution. Throws SQLite::Exception.
std::vector<StoredTrial> read_trials(SQLite::Database& database, const std::string& session);

/// The same with all that summary.csv shows.
std::vector<TrialSummary> read_summaries(SQLite::Database& database, const std::string& session);

}  // namespace mutlua
