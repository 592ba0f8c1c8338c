// SPDX-License-Identifier: MIT
#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <functional>
#include <string>
#include <vector>

#include "store/history.h"
#include "store/index.h"
#include "store/summary.h"

namespace mutlua {

/// The finished trials of a session, in order of execution. A simulated one whose folder came into
/// a measured session is none of them, nor the other way round. Throws SQLite::Exception.
std::vector<StoredTrial> read_trials(SQLite::Database& database, const std::string& session);

/// The same with all that summary.csv shows.
std::vector<TrialSummary> read_summaries(SQLite::Database& database, const std::string& session);

/// The same, one after the other.
void each_summary(SQLite::Database& database, const std::string& session,
                  const std::function<void(TrialSummary&)>& take);

/// What names they have, as SummaryNames::add gathers them.
SummaryNames read_summary_names(SQLite::Database& database, const std::string& session);

/// What the first foregrounds of one model were passed.
std::vector<PastTraining> read_past_trainings(SQLite::Database& database, const PastOf& of);

}  // namespace mutlua
