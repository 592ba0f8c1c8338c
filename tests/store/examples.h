// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/files.h"
#include "store/record.h"
#include "store/session.h"
#include "store/trial_record.h"
#include "support/temp_folder.h"

namespace mutlua {

/// 2026-03-01T12:30:45.123456Z, plus some seconds.
WallTime example_time(int seconds = 0);

SessionInfo example_session(const std::string& study = "learning rates");
TrainingRecord example_training();
BackgroundRecord example_background();
TrialRecord example_record(const std::string& identity = "aa");

/// Collects warnings.
struct Heard {
  std::vector<std::string> warnings;
  Warn warn();
  bool says(const std::string& part) const;
};

/// Begins and finishes one trial.
TrialFolder run_trial(Session& session, TrialRecord record);

/// A session with the finished trials "aa", "bb" and "cc".
std::filesystem::path example_results(const std::filesystem::path& results);

/// What a query gave.
struct Table {
  std::vector<std::string> columns;
  std::vector<std::vector<Json>> rows;  ///< numbers, texts, null
};

/// Asks the index of a results folder, as another program would.
Table query(const std::filesystem::path& results, const std::string& sql);

/// All that the index holds, without its own row numbers.
std::string dump(const std::filesystem::path& results);

/// What the index knows of the session, in order of execution.
std::vector<StoredTrial> finished(const Session& session);

}  // namespace mutlua
