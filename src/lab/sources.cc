// SPDX-License-Identifier: MIT
// Whether what is done was measured with the trainings as they are now.
#include <fmt/format.h>

#include <utility>

#include "lab/lab.h"
#include "lab/repository_state.h"

namespace mutlua {

/// Asks git, once per folder and run of the program.
const Json& Lab::source_now(const std::filesystem::path& folder) {
  const auto known = repositories_.find(folder.string());
  if (known != repositories_.end()) return known->second;
  const auto scratch = (run_ ? run_->folder.path : ledger_.session_folder()) / ".git-status";
  Json state = machine_.repository  ? machine_.repository(folder)
               : machine_.simulated ? Json(nullptr)
                                    : repository_state(supervisor_, folder, scratch);
  return repositories_.emplace(folder.string(), std::move(state)).first->second;
}

/// `stored` is the list of repositories of a record, as JSON; its trials share few of them.
const std::string* Lab::other_source(const std::string& stored) {
  const auto text_of = [](const auto& known) {
    return known->second.empty() ? nullptr : &known->second;
  };
  const auto known = other_sources_.find(stored);
  if (known != other_sources_.end()) return text_of(known);
  std::string text;
  const Json list = Json::parse(stored, nullptr, false);
  if (list.is_array()) {
    for (const Json& before : list) {
      if (!before.is_object() || !before.contains("folder") || !before.at("folder").is_string())
        continue;
      const std::string folder = before.at("folder").get<std::string>();
      const std::string difference = source_difference(before, source_now(folder));
      if (difference.empty()) continue;
      text += fmt::format("{}{}: {}", text.empty() ? "" : "; ", folder, difference);
    }
  }
  return text_of(other_sources_.emplace(stored, std::move(text)).first);
}

void Lab::warn_of_other_sources() {
  std::map<std::string, std::size_t> differences;
  for (const KnownTrial& trial : trials_) {
    if (trial.done && !trial.measured && trial.other_source != nullptr)
      ++differences[*trial.other_source];
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
