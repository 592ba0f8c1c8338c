// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/json.h"
#include "base/units.h"
#include "store/index.h"
#include "store/session_info.h"
#include "store/warn.h"
#include "system/lock.h"

namespace mutlua {

/// A script as it runs: its text and the local modules that it requires.
struct ScriptText {
  std::string text;
  std::vector<std::pair<std::string, std::string>> modules;  ///< relative path -> text
};

/// The folder of a trial that is being measured.
struct TrialFolder {
  std::filesystem::path path;
  std::string experiment_id;  ///< its name: {repository}_{model}_{NNN}[_parallel]
  int number = 0;             ///< NNN: order of execution within the session
};

/// One results folder of one study, across all its continuations.
///
/// A trial's experiment.json is there completely or not at all; finished trials are found again. A
/// simulated session withstands the end of the program only, not that of the machine: nothing of it
/// is synced.
/// The index and summary.csv are derived from the folders: what a crash left out of them is mended
/// when the session is opened. An open session is locked against other processes. For one thread.
/// All functions throw Error(machine) with path and reason if the disk refuses.
class Session {
 public:
  enum class Kind { real, simulated };

  /// The newest session of that study and catalogue; simulated ones only if asked for.
  static std::optional<std::filesystem::path> find_newest(const std::filesystem::path& results,
                                                          const std::string& study,
                                                          const std::string& catalogue,
                                                          Kind kind = Kind::real,
                                                          const Warn& warn = {});

  /// Begins a session in RESULTS/run_YYYYMMDD_HHMMSS (local time of `now`; -2, -3 if taken).
  /// Makes the results folder if need be. session.json is durable on return.
  static std::unique_ptr<Session> create(const std::filesystem::path& results, SessionInfo info,
                                         WallTime now, const Warn& warn = {});

  /// Continues a session: locks it, sets interrupted trials aside, mends the index.
  /// Throws Error(machine) if another process holds it.
  static std::unique_ptr<Session> open(const std::filesystem::path& folder, const Warn& warn = {});

  /// Gives what it made to the user who called sudo; so do open() and finish_trial().
  ~Session();

  const std::filesystem::path& folder() const { return folder_; }
  std::string name() const { return folder_.filename().string(); }
  const SessionInfo& info() const { return info_; }
  /// The number of this run of the program; 0 before begin_lifetime.
  int lifetime() const { return lifetime_; }
  /// Whether summary and status are to be written at the end: this run acted in the session, or the
  /// last one that did was killed before it had written them.
  bool is_due() const { return lifetime_ > 0 || left_open_; }

  /// Keeps a seed that was drawn, durably, so that a continued study draws the same values.
  void store_seed(std::uint64_t seed);

  /// Keeps the script (design.lua, design.2.lua, ...) with its modules and notes the lifetime in
  /// session.json, durably. Gives the lifetime's number. `machine`: what differs from the
  /// session's.
  int begin_lifetime(const ScriptText& script, WallTime now, const Json& machine = nullptr);

  /// The finished trial of that identity, or nullptr. The pointer is good until finish_trial.
  const StoredTrial* find(const std::string& identity, int repeat = 1) const;
  /// The last finished repeat of that identity, or null.
  std::shared_ptr<const StoredTrial> latest(const std::string& identity) const;
  /// All finished trials, in the order of execution.
  std::vector<std::shared_ptr<const StoredTrial>> finished() const;
  /// Its experiment.json (read_finished_record). Throws Error(internal) if there is no such trial.
  Json record(const std::string& identity, int repeat = 1) const;

  /// Makes the folder of the next trial. `parallel`: there is a load beside it.
  TrialFolder begin_trial(const std::string& repository, const std::string& model, bool parallel);
  /// Moves everything of the present attempt into attempts/NUMBER/.
  void archive_attempt(const TrialFolder& trial, int number);
  /// Makes the record (record_json) durable, then notes it in the index. From here on the trial is
  /// finished. An index that cannot be written is a warning: it is mended at the next opening.
  void finish_trial(const TrialFolder& trial, const Json& record);
  /// Sets a trial aside that will not be finished, as ....interrupted-N; frees its number if it was
  /// the last.
  void abandon_trial(const TrialFolder& trial);

  /// Appends a row that the script emitted outside trials to rows.jsonl and the index.
  void append_row(const Json& row);

  /// Replaces status.json: what is running now. Never throws: a status is not worth a study.
  void write_status(const Json& status) noexcept;
  /// Replaces summary.csv by all finished trials, unless it has done so since the last one; writes
  /// none while there is none.
  void write_summary();
  /// Appends the finished trials that are not there yet to summary_all.csv beside the session.
  void append_summary();

 private:
  Session(std::filesystem::path folder, SessionInfo info, FolderLock lock, Warn warn);

  void write(const std::filesystem::path& file, const std::string& text) const;
  void load_trials();
  bool was_ended() const;
  void remember(StoredTrial trial);
  bool give_away() noexcept;
  void store_info();
  void tell_index();
  void heal_index();
  std::vector<TrialSummary> summaries();
  void index_trial(const TrialSummary& summary);

  std::filesystem::path folder_;
  SessionInfo info_;
  FolderLock lock_;
  Warn warn_;
  std::unique_ptr<Index> index_;
  int lifetime_ = 0;
  bool left_open_ = false;
  int last_number_ = 0;
  /// By identity, which one of them holds; in the order of the repeats.
  std::unordered_map<std::string_view, std::vector<std::shared_ptr<const StoredTrial>>> trials_;
  bool summary_is_current_ = false;
  std::vector<std::string> unindexed_;  ///< finished, but the index would not take them
};

}  // namespace mutlua
