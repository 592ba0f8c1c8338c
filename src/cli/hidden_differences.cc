// SPDX-License-Identifier: MIT
#include "cli/hidden_differences.h"

#include <map>

#include "cli/analyzed_fields.h"
#include "cli/treatment_difference.h"

namespace mutlua {
namespace {

constexpr std::size_t kMostPairs = 200;  // whose records are opened: an edit shows in all of them

/// What the index shows of a trial. Seeds as well: replicates with the same one are compared.
std::string shown(const TrialSummary& trial) {
  Json all = {level_of(trial, "model"), level_of(trial, "background"),
              level_of(trial, "catalogue")};
  for (const SummaryValue& each : trial.hyperparameters) {
    if (each.role == "foreground") all.push_back({each.position, each.name, each.value});
  }
  return all.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace

void HiddenDifferences::look_into(const std::vector<const TrialSummary*>& cell) {
  std::set<std::string> treatments;
  for (const TrialSummary* trial : cell) {
    if (trial->treatment) treatments.insert(*trial->treatment);
  }
  if (treatments.size() < 2) return;
  std::map<std::string, const TrialSummary*> alike;
  for (const TrialSummary* trial : cell) {
    if (!trial->treatment) continue;
    const TrialSummary& first = *alike.emplace(shown(*trial), trial).first->second;
    if (first.treatment != trial->treatment) compare(first, *trial);
  }
}

void HiddenDifferences::compare(const TrialSummary& one, const TrialSummary& other) {
  if (compared_.size() >= kMostPairs) return;
  if (!compared_.emplace(*one.treatment, *other.treatment).second) return;
  const Json before = specification_(one);
  const Json now = specification_(other);
  if (before.is_null() || now.is_null()) {
    names_.insert("treatment");
  } else {
    names_.merge(treatment_names(before, now));
  }
}

}  // namespace mutlua
