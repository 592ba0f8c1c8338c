// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "cli/plan_history.h"
#include "lab/lab.h"

namespace mutlua {

/// Seconds of cooling and settling before trainings.
struct ExpectedWaits {
  double low = 0;
  double middle = 0;
  double high = 0;
  std::size_t seen = 0;  ///< earlier trials of the study that showed how long the machine takes

  bool depend_on_the_machine() const { return high > low; }
};

/// Of the trials that are still to be measured. A wait that ends when the machine is ready lies
/// between its least and its most: where three or more trials of that study and mode have shown how
/// long it takes, the middle four fifths of these, else anywhere between.
ExpectedWaits expected_waits(const std::vector<PlannedTrial>& trials, const std::string& study,
                             PlanHistory& history);

}  // namespace mutlua
