// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "base/error.h"
#include "base/json.h"
#include "store/earlier.h"
#include "store/history.h"
#include "store/imported.h"
#include "store/past_trials.h"
#include "store/session_info.h"
#include "store/trial_folder.h"
#include "store/trial_summary.h"
#include "store/warn.h"

namespace SQLite {
class Database;
}

namespace mutlua {

/// What is known of a finished trial without opening its record.
struct StoredTrial {
  std::string identity;  ///< empty for a record without one
  int repeat = 1;
  std::string experiment_id;  ///< the name of its folder
  int number = 0;
  bool success = false;
  std::string status;                     ///< empty if unknown
  std::string energy_verdict;             ///< empty if unknown
  std::string performance_verdict;        ///< empty if unknown
  std::string repositories = {};          ///< JSON, as in provenance; empty if unknown
  std::optional<std::string> label = {};  ///< as it was when the trial was measured
  std::string factors = "{}";             ///< likewise; JSON
};

StoredTrial stored_trial(const TrialSummary& summary);

/// The index could not be read or written. It is derived, so a session can go on without it.
class IndexError : public Error {
 public:
  explicit IndexError(const std::string& message) : Error(ErrorKind::machine, message) {}
};

/// SQLite over all sessions of a results folder (RESULTS/mutlua.db): for people and for other
/// tools. Derived from the folders; can be rebuilt from them at any time. Several processes may
/// use it at once, each by one thread. Functions throw IndexError.
///
/// One that is damaged or not ours is set aside as mutlua.db.broken-N, with a warning, and built
/// anew: a small one is looked through when it is opened, a large one is found out by who reads
/// what is damaged.
class Index {
 public:
  /// Opens the index, or builds it from the folders if there is none or it is not ours. Who may
  /// not write there gets, with a warning, the index as it is, or one in memory if there is none.
  explicit Index(const std::filesystem::path& results, Warn warn = {});
  ~Index();
  Index(const Index&) = delete;
  Index& operator=(const Index&) = delete;

  /// Reads all sessions again from their folders, and what was imported from its notes. Throws
  /// IndexError where nothing may be written.
  void rebuild();
  /// Brings one session's rows in line with its folder: parses the records that the index lacks,
  /// forgets those that are gone. Warns of a record that cannot be read.
  void heal(const std::filesystem::path& session);
  /// The same, where it is known which trials the folder holds (scan_trials) and nobody else
  /// changes them. Gives what trials() gives then.
  std::vector<StoredTrial> heal(const std::filesystem::path& session,
                                const std::optional<std::vector<ScannedTrial>>& scanned);
  /// Brings the rows of what was imported in line with the notes in RESULTS/imported. Warns of
  /// notes that cannot be read.
  void heal_imported();

  /// Notes a session, or what changed about it.
  void note_session(const std::string& session, const SessionInfo& info);
  /// Notes finished trials, in one transaction; replaces what was known of them.
  void note_trials(const std::string& session, const std::vector<TrialSummary>& trials);
  /// Notes a row emitted outside trials.
  void note_row(const std::string& session, const Json& row);

  /// The finished trials of a session, in order of execution; quick for 100,000 of them.
  std::vector<StoredTrial> trials(const std::string& session);
  /// The same with everything that summary.csv shows (not attempts, epochs, domains, rows).
  std::vector<TrialSummary> summaries(const std::string& session);
  /// The same as the text of summary.csv, handed over line by line: its trials may be more than
  /// should be held in memory at once. Nothing of a session without finished trials.
  void summary_csv(const std::string& session, const std::function<void(std::string_view)>& take);

  /// The trials of a session of which a training lacks a metric (store/lacking.h).
  std::unordered_set<std::string> lacking(const std::string& session, const std::string& metric);

  /// What trainings of a model were passed.
  std::vector<PastTraining> past_trainings(const PastOf& of);

  /// What trainings of a model alone used of the GPU (store/past_use.h).
  std::vector<PastUse> past_uses(const PastOf& of);

  /// Trials of other sessions that count as ones of a treatment (store/earlier.h).
  std::vector<EarlierTrial> earlier(const EarlierQuery& query);

  /// What trials of a model cost (store/past_trials.h).
  std::vector<PastTrial> past_trials(const PastOf& of, const std::string& epochs,
                                     const std::string& seed);

  const std::filesystem::path& file() const { return file_; }

 private:
  void open();
  void open_to_write();
  void open_to_read();
  bool open_as_it_is();
  void connect(const std::string& name, int flags);
  std::string fault();
  void set_aside(const std::string& reason);
  void build_anew(const std::string& reason);
  template <typename Action>
  auto mended(const Action& action);
  void build();
  std::int64_t session_id(const std::string& session);
  void forget_trials(const std::string& session, const std::vector<std::string>& trials);
  std::vector<StoredTrial> heal_trials(const FoundSession& session,
                                       const std::optional<std::vector<ScannedTrial>>& scanned);
  void heal_rows(const FoundSession& session);
  void heal_import(const ImportedSession& session);
  void forget_imports_except(const std::vector<std::string>& sessions);

  std::filesystem::path results_;
  std::filesystem::path file_;
  Warn warn_;
  std::unique_ptr<SQLite::Database> database_;
  bool may_write_ = true;
};

}  // namespace mutlua
