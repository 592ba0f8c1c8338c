// SPDX-License-Identifier: MIT
#include "cli/analyze.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

#include "cli/analysis_report.h"
#include "cli/analyzed_sessions.h"
#include "cli/terminal.h"
#include "cli/text.h"
#include "store/index.h"

namespace mutlua {
namespace {

void warn(const std::string& message) { fmt::print(stderr, "warning: {}\n", printable(message)); }

/// Records of before say nothing of it.
Json specification_of(const std::filesystem::path& results, const TrialSummary& trial) {
  try {
    const Json record = read_record(results / trial.session / trial.experiment_id / kRecordFile);
    const Json kept = record.is_object() ? record.value("specification", Json()) : Json();
    return kept.is_object() ? kept : Json();
  } catch (const Error&) {
    return nullptr;
  }
}

}  // namespace

int analyze_sessions(const CommandLine& line) {
  const std::vector<FoundSession> sessions =
      sessions_to_analyze(line.run.results, line.analyze.sessions, warn);
  Index index(line.run.results, warn);
  const std::vector<std::string>& by = line.analyze.by;
  const bool sentinels = std::find(by.begin(), by.end(), "sentinel") != by.end();
  const AnalyzedTrials trials = trials_that_count(gather_trials(index, sessions), sentinels);
  const Analysis analysis = analyze(trials, line.analyze, [&](const TrialSummary& trial) {
    return specification_of(line.run.results, trial);
  });
  if (line.csv) {
    fmt::print("{}", analysis_csv(trials, analysis));
    if (!trials.left_out.empty()) warn(left_out_text(trials));  // the table has no place for it
    if (trials.kind != TrialKind::measured) warn("these trials are " + to_text(trials.kind));
  } else if (line.json) {
    fmt::print("{}\n", pretty_text(analysis_json(shares_of(sessions, trials), trials, analysis)));
  } else {
    fmt::print("{}", analysis_text(shares_of(sessions, trials), trials, analysis,
                                   TerminalStyle::of(stdout).columns));
  }
  return 0;
}

}  // namespace mutlua
