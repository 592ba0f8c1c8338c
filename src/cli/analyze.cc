// SPDX-License-Identifier: MIT
#include "cli/analyze.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

#include "cli/analysis_report.h"
#include "cli/text.h"
#include "store/index.h"

namespace mutlua {
namespace {

void warn(const std::string& message) { fmt::print(stderr, "warning: {}\n", printable(message)); }

TrialKind kind_of(const FoundSession& session) {
  if (is_imported(session)) return TrialKind::imported;
  return session.info.simulated ? TrialKind::simulated : TrialKind::measured;
}

}  // namespace

int analyze_session(const CommandLine& line) {
  const FoundSession session = chosen_session(line.run.results, line.session, warn);
  Index index(line.run.results, warn);
  const std::vector<std::string>& by = line.analyze.by;
  const bool sentinels = std::find(by.begin(), by.end(), "sentinel") != by.end();
  const AnalyzedTrials trials =
      trials_that_count(index.summaries(name_in_index(session)), kind_of(session), sentinels);
  const Analysis analysis = analyze(trials, line.analyze);
  if (line.csv) {
    fmt::print("{}", analysis_csv(session, trials, analysis));
    if (!trials.left_out.empty()) warn(left_out_text(trials));  // the table has no place for it
    if (trials.kind != TrialKind::measured) warn("these trials are " + to_text(trials.kind));
  } else if (line.json) {
    fmt::print("{}\n", pretty_text(analysis_json(session, trials, analysis)));
  } else {
    fmt::print("{}", analysis_text(session, trials, analysis));
  }
  return 0;
}

}  // namespace mutlua
