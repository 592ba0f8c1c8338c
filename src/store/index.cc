// SPDX-License-Identifier: MIT
#include "store/index.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <map>
#include <thread>
#include <utility>

#include "store/csv_text.h"
#include "store/index_access.h"
#include "store/index_reader.h"
#include "store/index_schema.h"
#include "store/index_writer.h"
#include "store/lacking.h"
#include "store/past_use.h"
#include "system/caller.h"

namespace mutlua {
namespace {

constexpr int kBusyMilliseconds = 10'000;
constexpr std::uintmax_t kLargestChecked = 32u << 20;  // bytes, some 0.1 s

using Tables = std::map<std::string, std::string>;  // name -> the statement that made it

Tables tables_of(SQLite::Database& database) {
  SQLite::Statement query(database,
                          "SELECT name, CASE type WHEN 'view' THEN '' ELSE sql END "
                          "FROM sqlite_schema WHERE sql IS NOT NULL");
  Tables tables;
  while (query.executeStep()) {
    tables[query.getColumn(0).getString()] = query.getColumn(1).getString();
  }
  return tables;
}

void make_tables(SQLite::Database& database) {
  database.exec(kIndexTables);
  database.exec(wide_view({}, {}));
}

/// True if ours are all there as they should be; whatever else is there is left alone.
bool has_our_tables(SQLite::Database& database) {
  SQLite::Database fresh(":memory:", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
  make_tables(fresh);
  const Tables ours = tables_of(fresh);
  const Tables present = tables_of(database);
  return std::includes(present.begin(), present.end(), ours.begin(), ours.end());
}

int whole(SQLite::Database& database, const char* sql) { return database.execAndGet(sql).getInt(); }

std::filesystem::path with(const std::filesystem::path& file, const std::string& ending) {
  return file.string() + ending;
}

/// False if it is there and may not be written.
bool may_write(const std::filesystem::path& path) {
  return ::access(path.c_str(), W_OK) == 0 || (errno != EACCES && errno != EROFS && errno != EPERM);
}

/// The URI of a database file that does not change while it is open.
/// Source: sqlite.org/uri.html, "immutable"; a path's '%', '?' and '#' are escaped.
std::string unchanging(const std::filesystem::path& file) {
  std::string uri = "file:";
  for (const char c : std::filesystem::absolute(file).string()) {
    if (c == '%' || c == '?' || c == '#') {
      uri += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    } else {
      uri += c;
    }
  }
  return uri + "?immutable=1";
}

/// SQLite waits for nobody when it changes the kind of journal: so this does.
void keep_a_journal(SQLite::Database& database) {
  constexpr auto kPause = std::chrono::milliseconds(10);
  for (int left = kBusyMilliseconds / 10; true; --left) {
    try {
      database.exec("PRAGMA journal_mode = WAL");
      return;
    } catch (const SQLite::Exception& error) {
      if (error.getErrorCode() != SQLITE_BUSY || left == 0) throw;
      std::this_thread::sleep_for(kPause);
    }
  }
}

}  // namespace

StoredTrial stored_trial(const TrialSummary& summary) {
  return {summary.identity.value_or(""),
          summary.repeat,
          summary.experiment_id,
          summary.execution_number,
          summary.success.value_or(false),
          summary.status.value_or(""),
          summary.energy_verdict.value_or(""),
          summary.performance_verdict.value_or(""),
          summary.repositories.is_null() ? "" : summary.repositories.dump(),
          summary.label,
          factors_text(summary)};
}

Index::Index(const std::filesystem::path& results, Warn warn)
    : results_(results), file_(results / "mutlua.db"), warn_(std::move(warn)) {
  if (!warn_) warn_ = [](const std::string&) {};
  guarded(file_, [this] { open(); });
}

Index::~Index() = default;

// One thread uses it: SQLite's mutexes would only take time.
void Index::connect(const std::string& name, int flags) {
  database_ =
      std::make_unique<SQLite::Database>(name, flags | SQLite::OPEN_NOMUTEX, kBusyMilliseconds);
}

void Index::open() {
  may_write_ = may_write(results_) && may_write(file_) && may_write(with(file_, "-wal"));
  return may_write_ ? open_to_write() : open_to_read();
}

void Index::open_to_write() {
  const int flags = SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE;
  connect(file_.string(), flags);
  if (const std::string reason = fault(); !reason.empty()) {
    database_.reset();
    set_aside(reason);
    connect(file_.string(), flags);
  }
  keep_a_journal(*database_);
  database_->exec("PRAGMA synchronous = NORMAL");  // derived: what a power cut takes is mended
  database_->exec("PRAGMA foreign_keys = ON");
  {
    SQLite::Transaction transaction = write_transaction(*database_);
    if (whole(*database_, "PRAGMA application_id") == 0) {
      make_tables(*database_);
      database_->exec(fmt::format("PRAGMA application_id = {}", kIndexApplication));
    }
    transaction.commit();
  }
  if (whole(*database_, "PRAGMA user_version") != kIndexVersion) build();
  for (const char* ending : {"", "-wal", "-shm"}) give_to_caller(with(file_, ending));
}

void Index::open_to_read() {
  if (open_as_it_is()) {
    warn_(
        fmt::format("the index {} is read as it is: you have no permission to write it, so what "
                    "changed in the folders since is not in it",
                    file_.string()));
    return;
  }
  warn_(
      fmt::format("the sessions are read from their folders, which takes longer: there is no "
                  "index {} that can be read, and you have no permission to write one",
                  file_.string()));
  connect(":memory:", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
  database_->exec("PRAGMA foreign_keys = ON");
  make_tables(*database_);
  build();
}

/// False if there is no index of ours, whole and finished, that can be read.
bool Index::open_as_it_is() {
  std::error_code unknown;
  if (!std::filesystem::exists(file_, unknown)) return false;
  try {
    if (std::filesystem::exists(with(file_, "-wal"), unknown)) {
      connect(file_.string(), SQLite::OPEN_READONLY);
    } else {
      // Without a journal nobody writes; SQLite would want to make one unless told so.
      connect(unchanging(file_), SQLite::OPEN_READONLY | SQLite::OPEN_URI);
    }
    return fault().empty() && whole(*database_, "PRAGMA user_version") == kIndexVersion;
  } catch (const SQLite::Exception&) {
    return false;
  }
}

/// Why the file cannot be used as it is; empty if it can.
std::string Index::fault() {
  try {
    // One look: what another program makes of a new file meanwhile is seen whole or not at all.
    const SQLite::Transaction look(*database_);
    const int application = whole(*database_, "PRAGMA application_id");
    const int version = whole(*database_, "PRAGMA user_version");
    const int objects = whole(*database_, "SELECT count(*) FROM sqlite_schema");
    if (application == 0 && objects == 0) return "";  // new
    if (application != kIndexApplication) return "it is not an index of mutlua";
    if (version != kIndexVersion && version != 0) return "another version of mutlua wrote it";
    if (!has_our_tables(*database_)) return "its tables are not those of this version of mutlua";
    std::error_code unknown;
    if (std::filesystem::file_size(file_, unknown) > kLargestChecked) return "";
    const std::string check = database_->execAndGet("PRAGMA quick_check(1)").getString();
    return check == "ok" ? "" : "it is damaged: " + check;
  } catch (const SQLite::Exception& error) {
    if (!tells_of_damage(error)) throw;
    return fmt::format("it is damaged: {}", error.what());
  }
}

void Index::set_aside(const std::string& reason) {
  int n = 1;
  while (std::filesystem::exists(with(file_, fmt::format(".broken-{}", n)))) ++n;
  const std::filesystem::path target = with(file_, fmt::format(".broken-{}", n));
  std::error_code fault;
  std::filesystem::rename(file_, target, fault);
  if (fault) throw IndexError(fmt::format("cannot rename {}: {}", file_.string(), fault.message()));
  // Another database must not find this one's journal beside it.
  for (const char* ending : {"-wal", "-shm", "-journal"}) {
    std::error_code absent;
    std::filesystem::rename(with(file_, ending), with(target, ending), absent);
  }
  warn_(fmt::format("the index {} was set aside as {} and is built anew: {}", file_.string(),
                    target.filename().string(), reason));
}

void Index::build_anew(const std::string& reason) {
  database_.reset();
  set_aside(reason);
  open_to_write();
}

void Index::build() {
  for (const FoundSession& session : list_sessions(results_, warn_)) heal(session.folder);
  heal_imported();
  database_->exec(fmt::format("PRAGMA user_version = {}", kIndexVersion));
}

void Index::rebuild() {
  if (!may_write_) {
    throw IndexError(fmt::format(
        "the index {} cannot be rebuilt: you have no permission to write it", file_.string()));
  }
  guarded(file_, [this] {
    SQLite::Transaction transaction = write_transaction(*database_);
    database_->exec("PRAGMA user_version = 0");
    // Children first: emptying a whole table is quick, following each reference is not.
    for (const char* table : {"rows", "flags", "epochs", "energy", "metrics", "hyperparameters",
                              "attempts", "trials", "sessions", "wide_columns"}) {
      database_->exec(fmt::format("DELETE FROM {}", table));
    }
    database_->exec("DROP VIEW v_trials");
    database_->exec(wide_view({}, {}));
    transaction.commit();
    build();
  });
}

void Index::note_session(const std::string& session, const SessionInfo& info) {
  guarded(file_, [&] {
    SQLite::Transaction transaction = write_transaction(*database_);
    IndexWriter(*database_).session(session, info);
    transaction.commit();
  });
}

void Index::note_trials(const std::string& session, const std::vector<TrialSummary>& trials) {
  guarded(file_, [&] {
    SQLite::Transaction transaction = write_transaction(*database_);
    const std::int64_t id = session_id(session);
    IndexWriter writer(*database_);
    for (const TrialSummary& each : trials) writer.trial(id, each);
    writer.refresh_view();
    transaction.commit();
  });
}

void Index::note_row(const std::string& session, const Json& row) {
  guarded(file_, [&] {
    SQLite::Transaction transaction = write_transaction(*database_);
    const std::int64_t id = session_id(session);
    SQLite::Statement last(*database_,
                           "SELECT coalesce(max(number), 0) FROM rows "
                           "WHERE session_id = ? AND trial_id IS NULL");
    last.bind(1, id);
    last.executeStep();
    IndexWriter(*database_).row(id, last.getColumn(0).getInt64() + 1, row);
    transaction.commit();
  });
}

std::int64_t Index::session_id(const std::string& session) {
  SQLite::Statement query(*database_, "SELECT session_id FROM sessions WHERE name = ?");
  query.bind(1, session);
  if (!query.executeStep()) {
    throw IndexError(
        fmt::format("the index {} does not know the session {}", file_.string(), session));
  }
  return query.getColumn(0).getInt64();
}

std::vector<StoredTrial> Index::trials(const std::string& session) {
  return mended([&] { return read_trials(*database_, session); });
}

std::vector<TrialSummary> Index::summaries(const std::string& session) {
  return mended([&] { return read_summaries(*database_, session); });
}

void Index::summary_csv(const std::string& session,
                        const std::function<void(std::string_view)>& take) {
  guarded(file_, [&] {
    const SummaryColumns columns(read_summary_names(*database_, session));
    bool begun = false;
    each_summary(*database_, session, [&](const TrialSummary& trial) {
      if (!std::exchange(begun, true)) take(csv_line(columns.heads()));
      take(csv_line(columns.row(trial)));
    });
  });
}

std::unordered_set<std::string> Index::lacking(const std::string& session,
                                               const std::string& metric) {
  return mended([&] { return read_lacking(*database_, session, metric); });
}

std::vector<PastTrial> Index::past_trials(const PastOf& of, const std::string& epochs,
                                          const std::string& seed) {
  return mended([&] { return read_past_trials(*database_, of, epochs, seed); });
}

std::vector<PastTraining> Index::past_trainings(const PastOf& of) {
  return mended([&] { return read_past_trainings(*database_, of); });
}

std::vector<PastUse> Index::past_uses(const PastOf& of) {
  return mended([&] { return read_past_uses(*database_, results_, of); });
}

std::vector<EarlierTrial> Index::earlier(const EarlierQuery& query) {
  return mended([&] { return read_earlier(*database_, query); });
}

}  // namespace mutlua
