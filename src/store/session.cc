// SPDX-License-Identifier: MIT
#include "store/session.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <tuple>

#include "base/error.h"
#include "base/file_replacement.h"
#include "base/files.h"
#include "base/sha256.h"
#include "store/folders.h"
#include "store/kept_script.h"
#include "store/rows.h"
#include "store/summary.h"
#include "store/summary_all.h"
#include "store/time_text.h"
#include "store/trial_folder.h"
#include "system/caller.h"

namespace mutlua {
namespace {

constexpr int kMostSessionsPerSecond = 1000;
constexpr const char* kStatusFile = "status.json";

std::filesystem::path make_session_folder(const std::filesystem::path& results, WallTime now) {
  const std::string stamp = "run_" + local_stamp(now);
  for (int n = 1; n < kMostSessionsPerSecond; ++n) {
    const auto folder = results / (n == 1 ? stamp : fmt::format("{}-{}", stamp, n));
    if (make_new_folder(folder)) return folder;
  }
  refuse_folder("make the folder", results / stamp, "too many sessions of this second");
}

/// "runs/run_1/" names the same folder as "runs/run_1", but has no last part.
std::filesystem::path without_trailing_slash(const std::filesystem::path& folder) {
  const auto whole = std::filesystem::absolute(folder).lexically_normal();
  return whole.has_filename() ? whole : whole.parent_path();
}

}  // namespace

std::optional<std::filesystem::path> Session::find_newest(const std::filesystem::path& results,
                                                          const std::string& study,
                                                          const std::string& catalogue, Kind kind,
                                                          const Warn& warn) {
  std::optional<std::filesystem::path> newest;
  for (const FoundSession& each : list_sessions(results, warn)) {
    const bool same_kind = each.info.simulated == (kind == Kind::simulated);
    const bool same_study = each.info.study == study && each.info.catalogue == catalogue;
    if (same_kind && same_study) newest = each.folder;
  }
  return newest;
}

std::unique_ptr<Session> Session::create(const std::filesystem::path& results, SessionInfo info,
                                         WallTime now, const Warn& warn) {
  const auto base = without_trailing_slash(results);
  make_folders_for_caller(base);
  const auto folder = make_session_folder(base, now);
  give_only_to_caller(folder);
  FolderLock lock(folder);
  if (info.mutlua_version.empty()) info.mutlua_version = MUTLUA_VERSION;
  info.created_at = utc_text(now);
  std::unique_ptr<Session> session(new Session(folder, std::move(info), std::move(lock), warn));
  session->store_info();
  sync_folder(base);
  session->load_trials();
  return session;
}

std::unique_ptr<Session> Session::open(const std::filesystem::path& folder, const Warn& warn) {
  const auto whole = without_trailing_slash(folder);
  read_session_info(whole);  // refuse what is no session before a lock is left in it
  FolderLock lock(whole);
  // Read again: another process may have written it until it gave the lock free.
  std::unique_ptr<Session> session(
      new Session(whole, read_session_info(whole), std::move(lock), warn));
  session->load_trials();
  return session;
}

Session::Session(std::filesystem::path folder, SessionInfo info, FolderLock lock, Warn warn)
    : folder_(std::move(folder)),
      info_(std::move(info)),
      lock_(std::move(lock)),
      warn_(warn ? std::move(warn) : [](const std::string&) {}) {}

Session::~Session() { give_away(); }

/// Gives what has no owner yet; what was given when it was finished is not looked into again. False
/// if something could not be given.
bool Session::give_away() noexcept {
  if (!caller_by_sudo()) return true;
  bool given = give_to_caller(folder_);
  given =
      give_content_to_caller(folder_ / "script") && given;  // each run of the program adds to it
  given = give_content_to_caller(folder_) && given;
  return give_to_caller(folder_.parent_path() / kSummaryAllFile) && given;
}

void Session::load_trials() {
  const std::vector<ScannedTrial> scanned = scan_trials(folder_);
  for (const ScannedTrial& each : scanned) {
    if (each.finished) {
      last_number_ = std::max(last_number_, each.number);
    } else {
      const auto kept = set_aside(folder_ / each.name);
      warn_(fmt::format("the trial {} was interrupted; what it left is kept as {}", each.name,
                        kept.filename().string()));
    }
  }
  index_ = std::make_unique<Index>(folder_.parent_path(), warn_);
  std::vector<StoredTrial> trials = index_->heal(folder_, scanned);
  trials_.reserve(trials.size());
  for (StoredTrial& each : trials) remember(std::move(each));
  left_open_ = !trials_.empty() && !was_ended();
  if (give_away()) return;
  warn_(
      fmt::format("not all of {} could be given to the user who called sudo; what is left "
                  "belongs to root",
                  folder_.string()));
}

/// As its status says, which is the last that a run writes.
bool Session::was_ended() const {
  constexpr std::size_t kLargestStatus = 1u << 20;
  try {
    const std::filesystem::path file = folder_ / kStatusFile;
    return parse_json(read_file(file, kLargestStatus), file.string()).value("state", "") ==
               "ended" &&
           std::filesystem::exists(folder_ / "summary.csv");
  } catch (const std::exception&) {
    return false;
  }
}

void Session::remember(StoredTrial trial) {
  if (trial.identity.empty()) return;
  const auto kept = std::make_shared<const StoredTrial>(std::move(trial));
  auto& repeats = trials_[kept->identity];
  const auto place = std::find_if(repeats.begin(), repeats.end(),
                                  [&](const auto& each) { return each->repeat > kept->repeat; });
  repeats.insert(place, kept);
}

/// Whole or not at all. What is simulated need not outlive the machine's power: it comes again.
void Session::write(const std::filesystem::path& file, const std::string& text) const {
  info_.simulated ? write_file(file, text) : write_file_durably(file, text);
}

void Session::store_info() { write(folder_ / "session.json", pretty_text(session_json(info_))); }

void Session::store_seed(std::uint64_t seed) {
  info_.seed = seed;
  store_info();
  tell_index();
}

int Session::begin_lifetime(const ScriptText& script, WallTime now, const Json& machine) {
  Lifetime lifetime;
  lifetime.number = info_.lifetimes.empty() ? 1 : info_.lifetimes.back().number + 1;
  lifetime.started_at = utc_text(now);
  lifetime.pid = ::getpid();
  lifetime.mutlua_version = MUTLUA_VERSION;
  lifetime.machine = machine;
  keep_script(
      folder_, script, [this](const auto& file, const auto& text) { write(file, text); }, lifetime);
  info_.lifetimes.push_back(lifetime);
  store_info();
  tell_index();
  lifetime_ = lifetime.number;
  write_status({{"state", "running"}});  // if it is killed, the next run sees that it was
  give_away();
  return lifetime_;
}

const StoredTrial* Session::find(const std::string& identity, int repeat) const {
  const auto found = trials_.find(identity);
  if (found == trials_.end()) return nullptr;
  for (const auto& each : found->second) {
    if (each->repeat == repeat) return each.get();
  }
  return nullptr;
}

std::shared_ptr<const StoredTrial> Session::latest(const std::string& identity) const {
  const auto found = trials_.find(identity);
  return found == trials_.end() ? nullptr : found->second.back();
}

std::vector<std::shared_ptr<const StoredTrial>> Session::finished() const {
  std::vector<std::shared_ptr<const StoredTrial>> trials;
  trials.reserve(trials_.size());
  for (const auto& [identity, repeats] : trials_)
    trials.insert(trials.end(), repeats.begin(), repeats.end());
  std::sort(trials.begin(), trials.end(), [](const auto& a, const auto& b) {
    return std::tie(a->number, a->experiment_id) < std::tie(b->number, b->experiment_id);
  });
  return trials;
}

Json Session::record(const std::string& identity, int repeat) const {
  const StoredTrial* trial = find(identity, repeat);
  if (trial == nullptr) {
    throw Error(ErrorKind::internal,
                fmt::format("no finished trial {} ({}) in {}", identity, repeat, folder_.string()));
  }
  return read_finished_record(folder_ / trial->experiment_id);
}

TrialFolder Session::begin_trial(const std::string& repository, const std::string& model,
                                 bool parallel) {
  while (true) {
    const int number = ++last_number_;
    const std::string name = trial_name(repository, model, number, parallel);
    if (make_new_folder(folder_ / name)) return {folder_ / name, name, number};
  }
}

void Session::archive_attempt(const TrialFolder& trial, int number) {
  move_into_attempt(trial.path, number);
}

void Session::finish_trial(const TrialFolder& trial, const Json& record) {
  // The index must hold what a rebuild would read: the text's meaning, not the caller's value.
  const std::string text = pretty_text(record);
  const TrialSummary summary =
      summarise(parse_json(text, trial.experiment_id), trial.experiment_id);
  if (summary.identity && find(*summary.identity, summary.repeat) != nullptr) {
    throw Error(ErrorKind::internal,
                fmt::format("the trial {} repeats {}, which is finished", trial.experiment_id,
                            find(*summary.identity, summary.repeat)->experiment_id));
  }
  if (!info_.simulated) sync_tree(trial.path);  // its log and trace are on disk, too
  write(trial.path / kRecordFile, text);
  if (!info_.simulated) sync_folder(folder_);
  give_to_caller(trial.path);
  remember(stored_trial(summary));
  summary_is_current_ = false;
  index_trial(summary);
}

void Session::index_trial(const TrialSummary& summary) {
  try {
    index_->note_trials(name(), {summary});
  } catch (const IndexError& error) {
    unindexed_.push_back(summary.experiment_id);
    warn_(fmt::format("{} is finished, but {}; it is noted later", summary.experiment_id,
                      error.what()));
  }
}

void Session::tell_index() {
  try {
    index_->note_session(name(), info_);
  } catch (const IndexError& error) {
    warn_(error.what());
  }
}

void Session::abandon_trial(const TrialFolder& trial) {
  set_aside(trial.path);
  if (trial.number == last_number_) --last_number_;
}

void Session::append_row(const Json& row) {
  mutlua::append_row(folder_ / kRowsFile, row);
  give_to_caller(folder_ / kRowsFile);
  try {
    index_->note_row(name(), row);
  } catch (const IndexError& error) {
    warn_(error.what());
  }
}

void Session::write_status(const Json& status) noexcept {
  try {
    write_file(folder_ / kStatusFile, pretty_text(status));
  } catch (const std::exception&) {
    return;
  }
}

void Session::write_summary() {
  if (summary_is_current_) return;
  const std::filesystem::path file = folder_ / "summary.csv";
  try {
    heal_index();
    std::optional<FileReplacement> summary;
    index_->summary_csv(name(), [&](std::string_view line) {
      if (!summary) summary.emplace(file);
      summary->append(line);
    });
    if (summary) summary->commit();
  } catch (const IndexError& error) {
    warn_(fmt::format("the summary is read from the folders, as {}", error.what()));
    const std::vector<TrialSummary> trials = read_summaries(folder_);
    if (!trials.empty()) write_file(file, summary_csv(trials));
  }
  summary_is_current_ = true;
}

void Session::append_summary() { append_to_summary_all(folder_.parent_path(), summaries()); }

void Session::heal_index() {
  if (!unindexed_.empty()) index_->heal(folder_);
  unindexed_.clear();
}

std::vector<TrialSummary> Session::summaries() {
  try {
    heal_index();
    return index_->summaries(name());
  } catch (const IndexError& error) {
    warn_(fmt::format("the trials are read from the folders, as {}", error.what()));
    return read_summaries(folder_);
  }
}

}  // namespace mutlua
