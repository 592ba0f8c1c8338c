// SPDX-License-Identifier: MIT
#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <cstdint>
#include <optional>
#include <string>

#include "base/json.h"
#include "store/session_info.h"
#include "store/trial_summary.h"

namespace mutlua {

/// Writes trials into the index's tables, with statements that are prepared once. For use inside
/// one transaction. Throws SQLite::Exception.
class IndexWriter {
 public:
  explicit IndexWriter(SQLite::Database& database);

  /// Inserts or updates a session; gives its session_id.
  std::int64_t session(const std::string& name, const SessionInfo& info);
  /// Inserts a trial; what was known of the same folder, or the same identity and repeat, goes.
  void trial(std::int64_t session, const TrialSummary& trial);
  /// Inserts a row emitted outside trials.
  void row(std::int64_t session, std::int64_t number, const Json& row);
  /// Makes v_trials anew if a name came that it lacks. Call it last.
  void refresh_view();

 private:
  void forget(std::int64_t session, const TrialSummary& trial);
  std::int64_t main_row(std::int64_t session, const TrialSummary& trial);
  void values(std::int64_t id, const TrialSummary& trial);
  void metrics(std::int64_t id, int training, const NamedValues& metrics);
  void details(std::int64_t id, const TrialSummary& trial);
  void note_column(const char* kind, const std::string& name);
  void insert_row(std::int64_t session, std::optional<std::int64_t> trial, std::int64_t number,
                  const Json& row);

  SQLite::Database& database_;
  SQLite::Statement forget_;
  SQLite::Statement trial_;
  SQLite::Statement attempt_;
  SQLite::Statement hyperparameter_;
  SQLite::Statement metric_;
  SQLite::Statement domain_;
  SQLite::Statement epoch_;
  SQLite::Statement flag_;
  SQLite::Statement row_;
  SQLite::Statement column_;
  bool view_is_stale_ = false;
};

}  // namespace mutlua
