// SPDX-License-Identifier: MIT
// Index::heal: brings one session's rows in line with its folder.
#include <fmt/format.h>

#include <set>
#include <string_view>
#include <unordered_set>
#include <utility>

#include "store/index.h"
#include "store/index_access.h"
#include "store/index_reader.h"
#include "store/index_writer.h"
#include "store/rows.h"
#include "store/trial_folder.h"

namespace mutlua {
namespace {

constexpr std::size_t kTrialsPerTransaction = 500;

using Taken = std::set<std::pair<std::string, int>>;  ///< identity and repeat of what is indexed

/// How the index and the folder differ.
struct Difference {
  std::vector<std::string> gone;     ///< indexed, but no longer on disk
  std::vector<std::string> lacking;  ///< on disk, but not indexed
};

Difference difference(const std::vector<StoredTrial>& indexed,
                      const std::vector<ScannedTrial>& scanned) {
  std::unordered_set<std::string_view> on_disk(scanned.size());
  for (const ScannedTrial& each : scanned) {
    if (each.finished) on_disk.insert(each.name);
  }
  Difference result;
  for (const StoredTrial& each : indexed) {
    if (on_disk.erase(each.experiment_id) == 0) result.gone.push_back(each.experiment_id);
  }
  for (const ScannedTrial& each : scanned) {
    if (on_disk.contains(each.name)) result.lacking.push_back(each.name);
  }
  return result;
}

Taken identities_of(const std::vector<StoredTrial>& trials) {
  Taken taken;
  for (const StoredTrial& each : trials) {
    if (!each.identity.empty()) taken.insert({each.identity, each.repeat});
  }
  return taken;
}

/// The trial's summary, unless its record is damaged or tells of a trial that is `taken`.
std::optional<TrialSummary> read_new(const std::filesystem::path& folder, Taken& taken,
                                     const Warn& warn) {
  const std::filesystem::path file = folder / kRecordFile;
  try {
    TrialSummary summary = summarise(read_record(file), folder.filename().string());
    if (!summary.identity) return summary;
    if (taken.insert({*summary.identity, summary.repeat}).second) return summary;
    warn(fmt::format("{} repeats a trial that another folder holds; it is ignored", file.string()));
  } catch (const Error& error) {
    warn(fmt::format("a record cannot be read, its trial counts as not done: {}", error.what()));
  }
  return std::nullopt;
}

}  // namespace

void Index::heal(const std::filesystem::path& session) { heal(session, std::nullopt); }

std::vector<StoredTrial> Index::heal(const std::filesystem::path& session,
                                     const std::optional<std::vector<ScannedTrial>>& scanned) {
  const FoundSession found = {session, read_session_info(session)};
  return mended([&] {
    note_session(session.filename().string(), found.info);
    std::vector<StoredTrial> trials = heal_trials(found, scanned);
    heal_rows(found);
    return trials;
  });
}

std::vector<StoredTrial> Index::heal_trials(
    const FoundSession& session, const std::optional<std::vector<ScannedTrial>>& scanned) {
  const std::string name = session.folder.filename().string();
  // The index first: what another process finishes meanwhile must not look as if it were gone.
  std::vector<StoredTrial> indexed = read_trials(*database_, name);
  const Difference found = difference(indexed, scanned ? *scanned : scan_trials(session.folder));
  if (found.gone.empty() && found.lacking.empty()) return indexed;
  forget_trials(name, found.gone);
  if (!found.gone.empty()) indexed = read_trials(*database_, name);
  Taken taken = identities_of(indexed);
  std::vector<TrialSummary> batch;
  for (const std::string& folder : found.lacking) {
    if (auto summary = read_new(session.folder / folder, taken, warn_)) {
      batch.push_back(std::move(*summary));
    }
    if (batch.size() < kTrialsPerTransaction) continue;
    note_trials(name, batch);
    batch.clear();
  }
  if (!batch.empty()) note_trials(name, batch);
  return read_trials(*database_, name);
}

void Index::forget_trials(const std::string& session, const std::vector<std::string>& trials) {
  if (trials.empty()) return;
  SQLite::Transaction transaction = write_transaction(*database_);
  SQLite::Statement forget(*database_,
                           "DELETE FROM trials WHERE experiment_id = ? AND session_id = "
                           "(SELECT session_id FROM sessions WHERE name = ?)");
  for (const std::string& trial : trials) {
    forget.reset();
    forget.bind(1, trial);
    forget.bind(2, session);
    forget.exec();
  }
  transaction.commit();
}

void Index::heal_rows(const FoundSession& session) {
  const std::string name = session.folder.filename().string();
  const std::vector<Json> rows = read_rows(session.folder / kRowsFile);
  SQLite::Transaction transaction = write_transaction(*database_);
  IndexWriter writer(*database_);
  const std::int64_t id = writer.session(name, session.info);
  SQLite::Statement count(*database_,
                          "SELECT count(*) FROM rows WHERE session_id = ? AND trial_id IS NULL");
  count.bind(1, id);
  count.executeStep();
  if (count.getColumn(0).getInt64() == static_cast<std::int64_t>(rows.size())) return;
  SQLite::Statement forget(*database_,
                           "DELETE FROM rows WHERE session_id = ? AND trial_id IS NULL");
  forget.bind(1, id);
  forget.exec();
  std::int64_t number = 0;
  for (const Json& row : rows) writer.row(id, ++number, row);
  transaction.commit();
}

}  // namespace mutlua
