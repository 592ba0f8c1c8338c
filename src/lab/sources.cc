// SPDX-License-Identifier: MIT
// Whether what is done was measured with the trainings as they are now.
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

#include "lab/lab.h"
#include "lab/repository_state.h"

namespace mutlua {
namespace {

using Folders = std::vector<std::filesystem::path>;

/// Where the trainings of a trial are started, each folder once.
Folders folders_of(const TrialSpec& trial) {
  Folders folders;
  for (const auto* uses : {&trial.foregrounds, &trial.backgrounds}) {
    for (const ModelUse& use : *uses) {
      if (std::find(folders.begin(), folders.end(), use.model->path) == folders.end())
        folders.push_back(use.model->path);
    }
  }
  return folders;
}

std::vector<Json> recorded_states(const std::string& stored) {
  std::vector<Json> states;
  const Json list = Json::parse(stored, nullptr, false);
  if (!list.is_array()) return states;
  for (const Json& each : list) {
    if (each.is_object() && each.contains("folder") && each.at("folder").is_string())
      states.push_back(each);
  }
  return states;
}

bool contains(const Folders& folders, const std::filesystem::path& folder) {
  const auto same = [&](const auto& each) { return same_folder(each, folder); };
  return std::any_of(folders.begin(), folders.end(), same);
}

/// The folders that were not there when the states were recorded; all, if all were.
Folders not_among(const Folders& now, const std::vector<Json>& recorded) {
  Folders before;
  for (const Json& each : recorded) before.emplace_back(each.at("folder").get<std::string>());
  Folders left;
  for (const auto& folder : now) {
    if (!contains(before, folder)) left.push_back(folder);
  }
  return left.empty() ? now : left;
}

}  // namespace

/// Asks git, once per folder and run of the program.
const Json& Lab::source_now(const std::filesystem::path& folder) {
  const auto known = repositories_.find(folder.string());
  if (known != repositories_.end()) return known->second;
  const auto scratch = scratch_for_git();
  Json state = machine_.repository  ? machine_.repository(folder)
               : machine_.simulated ? Json(nullptr)
                                    : repository_state(supervisor_, folder, scratch);
  return repositories_.emplace(folder.string(), std::move(state)).first->second;
}

/// Where git's answer is kept until it is read: in what is this process's own, as far as there is
/// something.
std::filesystem::path Lab::scratch_for_git() const {
  if (run_) return run_->folder.path / ".git-status";
  if (const auto session = ledger_.session_folder(); !session.empty())
    return session / ".git-status";
  return run_options_.results / fmt::format(".git-status-{}", ::getpid());
}

/// `stored` is the list of repositories of a record, as JSON; a study's trials share few of them.
const std::string* Lab::other_source(const TrialSpec& trial, const std::string& stored) {
  if (stored.empty() || stored == "[]") return nullptr;
  const Folders now = folders_of(trial);
  std::string key = stored;
  for (const std::filesystem::path& folder : now) key += '\n' + folder.string();
  auto known = other_sources_.find(key);
  if (known == other_sources_.end())
    known = other_sources_.emplace(std::move(key), differences(recorded_states(stored), now)).first;
  return known->second.empty() ? nullptr : &known->second;
}

/// Between what was recorded and the folders that the trainings would be started in now; without
/// any, as for a trial by hand that has not run, the recorded ones.
std::string Lab::differences(const std::vector<Json>& recorded, const Folders& now) {
  std::vector<std::string> found;
  const auto note = [&](const std::string& where, const std::string& difference) {
    if (!difference.empty()) found.push_back(where + ": " + difference);
  };
  const Folders moved_to = not_among(now, recorded);
  for (const Json& before : recorded) {
    const std::string folder = before.at("folder").get<std::string>();
    if (now.empty() || contains(now, folder)) {
      note(folder, source_difference(before, source_now(folder)));
    } else {
      const auto is_it = [&](const auto& to) {
        return moved_difference(before, to, source_now(to)).empty();
      };
      if (std::any_of(moved_to.begin(), moved_to.end(), is_it)) continue;
      const std::filesystem::path& to = moved_to.front();
      note(folder + " -> " + to.string(), moved_difference(before, to, source_now(to)));
    }
  }
  return fmt::format("{}", fmt::join(found, "; "));
}

void Lab::warn_of_other_sources() {
  std::map<std::string, std::size_t> differences;
  for (const KnownTrial& trial : trials_) {
    const bool used = trial.done ? !trial.measured : trial.elsewhere;
    if (used && trial.other_source != nullptr) ++differences[*trial.other_source];
  }
  for (const auto& [difference, trials] : differences) {
    if (!warned_of_sources_.insert(difference).second) continue;
    progress_.show(Warning{
        .message = fmt::format("{} of the trials done were measured with another version of the "
                               "training ({}); they are used again, --remeasure measures them "
                               "with the present one",
                               trials, difference)});
  }
}

}  // namespace mutlua
