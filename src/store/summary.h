// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "store/trial_summary.h"

namespace mutlua {

/// The text of summary.csv: one row per trial, in the order given.
///
/// The old tool's columns come first and unchanged (7 base columns, hyperparam_* and perf_* sorted,
/// 11 of energy; CRLF; numbers, True and False as Python writes them; nothing for null). New
/// columns follow; their cells contain no comma: it becomes ';'.
std::string summary_csv(const std::vector<TrialSummary>& trials);

}  // namespace mutlua
