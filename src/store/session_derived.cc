// SPDX-License-Identifier: MIT
// What is derived from a session's folders beside them: the index, rows, status and tables. The
// index may refuse: that is a warning, and mended later.
#include <fmt/format.h>

#include "base/files.h"
#include "store/rows.h"
#include "store/session.h"
#include "store/summary.h"
#include "store/summary_all.h"
#include "store/trial_folder.h"
#include "system/caller.h"

namespace mutlua {

void Session::index_trial(const TrialSummary& summary) {
  try {
    index_->note_trials(name(), {summary});
  } catch (const IndexError& error) {
    unindexed_.push_back(summary.experiment_id);
    warn_(fmt::format("{} is finished, but {}; it is noted later", summary.experiment_id,
                      error.what()));
  }
}

void Session::tell_index() {
  try {
    index_->note_session(name(), info_);
  } catch (const IndexError& error) {
    warn_(error.what());
  }
}

void Session::append_row(const Json& row) {
  mutlua::append_row(folder_ / kRowsFile, row);
  give_to_caller(folder_ / kRowsFile);
  try {
    index_->note_row(name(), row);
  } catch (const IndexError& error) {
    warn_(error.what());
  }
}

void Session::write_status(const Json& status) noexcept {
  try {
    write_file(folder_ / "status.json", pretty_text(status));
  } catch (const std::exception&) {
    return;
  }
}

void Session::write_summary() {
  const std::vector<TrialSummary> trials = summaries();
  if (!trials.empty()) write_file(folder_ / "summary.csv", summary_csv(trials));
}

void Session::append_summary() { append_to_summary_all(folder_.parent_path(), summaries()); }

std::vector<TrialSummary> Session::summaries() {
  try {
    if (!unindexed_.empty()) index_->heal(folder_);
    unindexed_.clear();
    return index_->summaries(name());
  } catch (const IndexError& error) {
    warn_(fmt::format("the summary is read from the folders, as {}", error.what()));
    return read_summaries(folder_);
  }
}

}  // namespace mutlua
