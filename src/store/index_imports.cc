// SPDX-License-Identifier: MIT
// Index::heal_imported: brings the rows of what was imported in line with its notes.
#include <algorithm>

#include "store/index.h"
#include "store/index_access.h"
#include "store/index_writer.h"

namespace mutlua {
namespace {

/// What stands in a session's row for what the old tool never knew.
SessionInfo info_of(const ImportedSession& session) {
  SessionInfo info;
  info.study = session.name;
  info.mutlua_version = MUTLUA_VERSION;
  for (const Json& trial : session.trials) {
    const std::string time = summarise(trial, "").timestamp.value_or("");
    if (info.created_at.empty() || (!time.empty() && time < info.created_at)) {
      info.created_at = time;
    }
  }
  return info;
}

}  // namespace

void Index::heal_imported() {
  std::vector<std::string> names;
  const std::vector<ImportedSession> sessions = read_imported(results_, warn_);
  guarded(file_, [&] {
    SQLite::Transaction transaction = write_transaction(*database_);
    for (const ImportedSession& session : sessions) {
      heal_import(session);
      names.push_back(session.index_name());
    }
    forget_imports_except(names);
    transaction.commit();
  });
}

/// Writes all anew: what an import says of a trial can change with what else was imported.
void Index::heal_import(const ImportedSession& session) {
  IndexWriter writer(*database_);
  const std::int64_t id = writer.session(session.index_name(), info_of(session));
  SQLite::Statement forget(*database_, "DELETE FROM trials WHERE session_id = ?");
  forget.bind(1, id);
  forget.exec();
  for (const Json& trial : session.trials) writer.trial(id, summarise(trial, ""));
  writer.refresh_view();
}

void Index::forget_imports_except(const std::vector<std::string>& sessions) {
  SQLite::Statement query(*database_, "SELECT name FROM sessions WHERE name LIKE 'imported/%'");
  std::vector<std::string> gone;
  while (query.executeStep()) {
    const std::string name = query.getColumn(0).getString();
    if (std::find(sessions.begin(), sessions.end(), name) == sessions.end()) gone.push_back(name);
  }
  SQLite::Statement forget(*database_, "DELETE FROM sessions WHERE name = ?");
  for (const std::string& name : gone) {
    forget.reset();
    forget.bind(1, name);
    forget.exec();
  }
}

}  // namespace mutlua
