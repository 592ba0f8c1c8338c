// SPDX-License-Identifier: MIT
#include "legacy/import.h"

#include <fmt/format.h>
#include <sys/file.h>

#include <algorithm>
#include <set>
#include <unordered_map>
#include <utility>

#include "base/error.h"
#include "legacy/assemble.h"
#include "legacy/comparisons.h"
#include "legacy/foreign_file.h"
#include "legacy/imported_trials.h"
#include "legacy/known_trials.h"
#include "legacy/unrecorded_load.h"
#include "legacy/utf8.h"
#include "store/index.h"
#include "store/summary_all.h"
#include "system/caller.h"
#include "system/lock.h"

namespace mutlua {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t kLargestTable = std::size_t{64} << 20;
constexpr std::size_t kLongestName = 200;  // of a session: it becomes a file's name
constexpr Seconds kPatience{10};

std::string session_name(const fs::path& folder) {
  const std::string name = folder.filename().string().substr(0, kLongestName);
  return name.empty() ? "root" : valid_utf8(name);
}

class Import {
 public:
  Import(OldResults found, std::vector<ImportedSession> known)
      : found_(std::move(found)), known_(std::move(known)) {
    report_.refused = std::move(found_.refusals);
    report_.ours = std::move(found_.ours);
  }

  void all() {
    for (const OldSession& session : found_.sessions) import_session(session);
    for (const fs::path& table : found_.tables) import_table(table);
  }

  std::vector<ImportedSession> sessions() { return known_.take(); }
  ImportReport report() { return std::move(report_); }
  const AddedTrials& added() const { return added_; }

 private:
  void import_session(const OldSession& session) {
    std::vector<Json> records;
    std::set<std::string>& ids = ids_[session.folder];
    for (const OldExperiment& each : session.experiments) {
      const fs::path shown = each.early ? each.record : each.record.parent_path();
      if (auto record = read(shown, [&] { return assemble(each, session); })) {
        records.push_back(std::move(*record));
        ids.insert(each.id);
      }
    }
    drop_joined(records);
    flag_unrecorded_load(session, records);
    add_all(session_name(session.folder), std::move(records));
  }

  /// Reads one record; what cannot be read is refused.
  template <typename Read>
  std::optional<Json> read(const fs::path& path, const Read& read) {
    try {
      return read();
    } catch (const Error& error) {
      report_.refused.push_back({path, error.what()});
    } catch (const Json::exception& error) {
      report_.refused.push_back({path, error.what()});
    }
    return std::nullopt;
  }

  static void drop_joined(std::vector<Json>& records) {
    std::set<std::string> joined;
    for (const Json& each : records) {
      const Json& imported = each.at("imported");
      if (imported.contains("joined")) joined.insert(imported.at("joined"));
    }
    std::erase_if(records, [&](const Json& each) {
      return !each.contains("foreground") && joined.contains(each.at("experiment_id"));
    });
  }

  void add_all(const std::string& name, std::vector<Json> records) {
    std::vector<Json> fresh;
    std::vector<std::string> ids;
    for (Json& record : records) {
      const auto place = known_.find(record, name);
      if (place && !is_table_row(known_.at(*place))) {
        ++report_.duplicates;
        continue;
      }
      if (!place) ids.push_back(record.at("experiment_id"));
      fresh.push_back(std::move(record));
    }
    const std::string session = known_.session_without(name, ids);
    for (Json& record : fresh) add(session, std::move(record));
  }

  void add(const std::string& session, Json record) {
    const auto place = known_.find(record, session);
    if (place && !is_table_row(known_.at(*place))) {  // twice in one folder
      ++report_.duplicates;
      return;
    }
    if (place) {
      const std::string table = known_.at(*place).at("imported").at("from");
      add_repair(record, fmt::format("takes the place of a row of {}", table));
    }
    note_added(session, place ? known_.replace(*place, session, std::move(record))
                              : known_.add(session, std::move(record)));
  }

  void note_added(const std::string& session, KnownTrials::Place place) {
    added_.insert({session, known_.at(place).at("experiment_id").get<std::string>()});
  }

  /// A row that summary_all.csv got from a session of mutlua, which the index knows already.
  static bool is_of_mutlua(const CsvTable& table, std::size_t row) {
    const auto column = std::find(table.head.begin(), table.head.end(), "identity");
    const auto at = static_cast<std::size_t>(column - table.head.begin());
    return at < table.rows[row].size() && !table.rows[row][at].empty();
  }

  void import_table(const fs::path& file) {
    CsvTable table;
    try {
      table = read_csv_table(read_foreign(file, kLargestTable).value_or(""));
    } catch (const Error& error) {
      report_.refused.push_back({file, error.what()});
      return;
    }
    const auto beside = ids_.find(file.parent_path());
    std::size_t ours = 0;
    for (std::size_t row = 0; row < table.rows.size(); ++row) {
      if (is_of_mutlua(table, row)) {
        ++ours;
        continue;
      }
      const auto record = read(fmt::format("{}, row {}", file.string(), row + 2),
                               [&] { return assemble(table, row, file); });
      if (!record) continue;
      // A session's own summary tells of its own experiments once more.
      if (beside != ids_.end() && beside->second.contains(record->at("imported").at("id")))
        continue;
      import_row(session_name(beside != ids_.end() ? file.parent_path() : file), *record);
    }
    if (ours > 0 && ours == table.rows.size() && file.filename() != kSummaryAllFile) {
      report_.refused.push_back(
          {file,
           "all its rows are of sessions of mutlua; copy these into the results folder and "
           "run mutlua index --rebuild"});
    }
  }

  void import_row(const std::string& session, const Json& record) {
    const auto place = known_.find(record, session);
    if (!place) return note_added(session, known_.add(session, record));
    ++report_.duplicates;
    if (!is_table_row(known_.at(*place)) && !repeats_energy(record, known_.at(*place))) {
      ++report_.foreign_energy;
    }
  }

  OldResults found_;
  KnownTrials known_;
  ImportReport report_;
  std::map<fs::path, std::set<std::string>> ids_;  ///< by session folder
  AddedTrials added_;
};

void refuse_nothing(const OldResults& found) {
  if (!found.sessions.empty() || !found.tables.empty() || !found.refusals.empty()) return;
  throw Error(ErrorKind::usage,
              found.ours.empty()
                  ? "there are no results of the old tool there: neither a folder with "
                    "experiment.json nor a CSV table with a column experiment_id"
                  : fmt::format("{} is a session of mutlua itself; copy it into the results folder "
                                "and run mutlua index --rebuild",
                                found.ours.front().string()));
}

/// Two imports at once would write the same notes.
LockFile lock(const fs::path& results) {
  const fs::path path = make_imported_folder(results) / "lock";
  LockFile file(path);
  give_only_to_caller(path);
  if (file.take(LOCK_EX, kPatience)) return file;
  throw Error(ErrorKind::machine, fmt::format("another import writes into {} ({}); wait for it",
                                              results.string(), file.holder()));
}

}  // namespace

ImportReport import_results(const std::vector<fs::path>& folders, const fs::path& results,
                            const Warn& warn) {
  OldResults found = find_old_results(folders);
  refuse_nothing(found);
  const LockFile alone = lock(results);
  Import import(std::move(found), read_imported(results, warn));
  import.all();
  std::vector<ImportedSession> sessions = import.sessions();
  compare_experiments(sessions);
  for (const ImportedSession& session : sessions) write_imported(results, session);
  if (!sessions.empty()) Index(results, warn).heal_imported();
  ImportReport report = import.report();
  report.imported = imported_trials(sessions, import.added());
  return report;
}

}  // namespace mutlua
