// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "store/trial_summary.h"

namespace mutlua {

/// The cells of summary.csv, as they are before they are quoted.
struct SummaryTable {
  std::vector<std::string> heads;
  std::vector<std::vector<std::string>> rows;  ///< each as wide as the heads
};

/// One row per trial, in the order given.
///
/// The old tool's columns come first and unchanged (7 base columns, hyperparam_* and perf_* sorted,
/// 11 of energy; CRLF; numbers, True and False as Python writes them; nothing for null). New
/// columns follow; their cells contain no comma: it becomes ';'.
SummaryTable summary_table(const std::vector<TrialSummary>& trials);

/// The same as the text of summary.csv.
std::string summary_csv(const std::vector<TrialSummary>& trials);

}  // namespace mutlua
