// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "store/trial_summary.h"

namespace mutlua {

/// The names that give summary.csv columns beside those that it always has.
struct SummaryNames {
  std::set<std::string> hyperparameters;  ///< that the first foregrounds were given
  std::set<std::string> metrics;
  std::set<std::string> factors;

  void add(const TrialSummary& trial);
};

/// One column: its head, and its cell for a trial, both before they are quoted.
struct SummaryColumn {
  std::string head;
  std::function<std::string(const TrialSummary&)> cell;
};

/// The columns of summary.csv; see summary_table.
class SummaryColumns {
 public:
  explicit SummaryColumns(const SummaryNames& names);

  std::vector<std::string> heads() const;
  /// As wide as the heads; before the cells are quoted.
  std::vector<std::string> row(const TrialSummary& trial) const;

 private:
  std::vector<SummaryColumn> columns_;
};

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
