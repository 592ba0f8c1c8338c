// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <functional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "store/trial_summary.h"

namespace mutlua {

/// What a trial was, as its record keeps it (specification_of); null if it does not say.
using SpecificationOf = std::function<Json(const TrialSummary&)>;

/// How trials of one cell were treated otherwise where nothing that the index holds shows it: what
/// a load was told, waits, the command line. An edit of the catalogue or the script makes such
/// cells.
class HiddenDifferences {
 public:
  explicit HiddenDifferences(SpecificationOf specification)
      : specification_(std::move(specification)) {}

  void look_into(const std::vector<const TrialSummary*>& cell);

  /// "cooling", "load's batch_size"; "treatment" where the records do not say.
  const std::set<std::string>& names() const { return names_; }

 private:
  void compare(const TrialSummary& one, const TrialSummary& other);

  SpecificationOf specification_;
  std::set<std::pair<std::string, std::string>> compared_;  ///< treatments
  std::set<std::string> names_;
};

}  // namespace mutlua
