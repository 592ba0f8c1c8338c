// SPDX-License-Identifier: MIT
#include "legacy/old_results.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <fstream>
#include <map>
#include <string_view>

#include "base/error.h"
#include "store/trial_folder.h"

namespace mutlua {
namespace fs = std::filesystem;
namespace {

/// One of these, beside a folder `energy`, is left of a run that was interrupted.
constexpr std::array kSignsOfARun = {
    "training.log",          "terminal_output.txt",       "energy/gpu_power.csv",
    "energy/cpu_energy.txt", "energy/cpu_energy_raw.txt", "energy/perf_raw.txt"};

constexpr int kDeepest = 8;
constexpr std::size_t kLongestHead = 64 << 10;

bool is_digits(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

/// YYYYMMDD_HHMMSS_..., as the tool named its files before there were sessions.
bool begins_with_time(std::string_view name) {
  return name.size() > 16 && is_digits(name.substr(0, 8)) && name[8] == '_' &&
         is_digits(name.substr(9, 6)) && name[15] == '_';
}

/// True for a CSV file whose head names experiments.
bool is_table(const fs::path& file) {
  std::error_code unknown;
  if (file.extension() != ".csv" || !fs::is_regular_file(file, unknown)) return false;
  std::ifstream stream(file, std::ios::binary);
  std::string head(kLongestHead, '\0');
  stream.read(head.data(), static_cast<std::streamsize>(head.size()));
  head.resize(static_cast<std::size_t>(stream.gcount()));
  head.resize(std::min(head.find('\n'), head.size()));
  return head.find("experiment_id") != std::string::npos &&
         head.find("timestamp") != std::string::npos;
}

class Search {
 public:
  OldResults results;

  void begin(const fs::path& given) {
    std::error_code fault;
    const fs::path path = fs::canonical(given, fault);
    if (fault) {
      throw Error(ErrorKind::usage,
                  fmt::format("cannot import {}: {}", given.string(), fault.message()));
    }
    if (!fs::is_directory(path)) return file(path);
    if (is_experiment(path)) return experiment(path);
    folder(path, kDeepest);
  }

  void finish() {
    for (auto& [path, session] : sessions_) {
      complete(session);
      results.sessions.push_back(std::move(session));
    }
    sort_out(results.tables);
    sort_out(results.ours);
  }

 private:
  static void sort_out(std::vector<fs::path>& paths) {
    std::sort(paths.begin(), paths.end());
    paths.erase(std::unique(paths.begin(), paths.end()), paths.end());
  }

  static bool is_experiment(const fs::path& path) {
    std::error_code unknown;
    if (fs::exists(path / kRecordFile, unknown)) return true;
    if (!fs::is_directory(path / "energy", unknown)) return false;
    return std::any_of(kSignsOfARun.begin(), kSignsOfARun.end(),
                       [&](const char* name) { return fs::exists(path / name, unknown); });
  }

  void folder(const fs::path& path, int deeper) {
    std::error_code unknown;
    if (fs::exists(path / "session.json", unknown)) {
      results.ours.push_back(path);
      return;
    }
    if (path.filename() == "imported" && fs::exists(path.parent_path() / "mutlua.db", unknown)) {
      return;  // our notes of earlier imports
    }
    std::error_code fault;
    for (fs::directory_iterator it(path, fault), end; !fault && it != end; it.increment(fault)) {
      entry(*it, deeper);
    }
    if (fault) results.refusals.push_back({path, fault.message()});
  }

  void entry(const fs::directory_entry& entry, int deeper) {
    std::error_code unknown;
    const fs::path& path = entry.path();
    if (path.filename().string().starts_with('.')) return;
    if (!fs::is_directory(entry.symlink_status(unknown))) return file(path);
    if (is_experiment(path)) return experiment(path);
    if (deeper > 0) folder(path, deeper - 1);
  }

  void file(const fs::path& path) {
    const std::string name = path.stem().string();
    if (path.extension() == ".json" && begins_with_time(name)) {
      session_at(path.parent_path())
          .experiments.push_back(
              {.id = name, .record = path, .energy = {}, .number = 0, .early = true});
    } else if (is_table(path)) {
      results.tables.push_back(path);
    }
  }

  void experiment(const fs::path& path) {
    std::error_code unknown;
    if (!fs::exists(path / kRecordFile, unknown)) {
      results.refusals.push_back(
          {path, "it has no experiment.json: the run was interrupted, or is still going on"});
      return;
    }
    const std::string id = path.filename().string();
    session_at(path.parent_path())
        .experiments.push_back({.id = id,
                                .record = path / kRecordFile,
                                .energy = path / "energy",
                                .number = trial_number(id).value_or(0)});
  }

  OldSession& session_at(const fs::path& folder) {
    OldSession& session = sessions_[folder];
    session.folder = folder;
    return session;
  }

  static void complete(OldSession& session) {
    std::map<std::string, fs::path> early_energy;
    std::error_code fault;
    for (fs::directory_iterator it(session.folder, fault), end; !fault && it != end;
         it.increment(fault)) {
      const std::string name = it->path().filename().string();
      std::error_code unknown;
      if (!it->is_directory(unknown)) continue;
      if (name.starts_with("energy_")) note_attempt(early_energy, it->path());
      const auto number = trial_number(name);
      if (!number) continue;
      session.numbers.insert(*number);
      const bool recorded = fs::exists(it->path() / kRecordFile, unknown);
      if (name.ends_with("_parallel") && !recorded) session.bare_loads.insert(*number);
    }
    std::sort(session.experiments.begin(), session.experiments.end(),
              [](auto& a, auto& b) { return std::tie(a.number, a.id) < std::tie(b.number, b.id); });
    const auto same = [](auto& a, auto& b) { return a.record == b.record; };
    session.experiments.erase(
        std::unique(session.experiments.begin(), session.experiments.end(), same),
        session.experiments.end());
    int next = 0;
    for (OldExperiment& each : session.experiments) {
      if (!each.early) continue;
      each.number = ++next;  // their names begin with the time
      each.energy = early_energy[each.id];
    }
  }

  /// energy_{id}_attemptN: the last attempt is the one that the record tells of.
  static void note_attempt(std::map<std::string, fs::path>& attempts, const fs::path& folder) {
    const std::string name = folder.filename().string();
    const std::size_t end = name.rfind("_attempt");
    if (end == std::string::npos || end < 7) return;
    fs::path& known = attempts[name.substr(7, end - 7)];
    const auto attempt = [](const std::string& text) {
      int number = 0;
      const std::string digits = text.substr(text.rfind("_attempt") + 8);
      std::from_chars(digits.data(), digits.data() + digits.size(), number);
      return number;
    };
    if (known.empty() || attempt(known.filename().string()) < attempt(name)) known = folder;
  }

  std::map<fs::path, OldSession> sessions_;
};

}  // namespace

OldResults find_old_results(const std::vector<fs::path>& folders) {
  Search search;
  for (const fs::path& each : folders) search.begin(each);
  search.finish();
  return std::move(search.results);
}

}  // namespace mutlua
