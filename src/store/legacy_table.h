// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "store/trial_summary.h"

namespace mutlua {

/// A trial, and the name of the session that it belongs to.
struct TrialOfSession {
  std::string session;
  TrialSummary trial;
};

/// The unified table of the old project (its data/data.csv): 56 columns of fixed names and order,
/// lines that end with CRLF, UTF-8, Python's texts of numbers and booleans, nothing for null.
/// A concurrent trial's cells are those of its first foreground.
std::string legacy_table(const std::vector<TrialOfSession>& trials);

/// Hyperparameters and metrics that the table has no column for: "hyperparam_momentum", ...;
/// sorted.
std::vector<std::string> left_out_of_legacy_table(const std::vector<TrialOfSession>& trials);

}  // namespace mutlua
