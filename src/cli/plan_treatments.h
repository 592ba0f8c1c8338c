// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <vector>

#include "lab/planned_trial.h"

namespace mutlua {

/// The trials of one treatment. A large study is a few treatments of many replicates: what is the
/// same for all of them is worked out once.
struct PlannedTreatment {
  const PlannedTrial* first;  ///< in the plan's order
  std::size_t trials = 0;
  std::size_t to_be_measured = 0;
};

/// In the order of their first trials, to which the result refers. Equal treatments that were added
/// apart are not put together.
std::vector<PlannedTreatment> by_treatment(const std::vector<PlannedTrial>& trials);

}  // namespace mutlua
