// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "base/json.h"
#include "cli/measured_runs.h"

namespace mutlua {

/// What is said of a series of runs beside the runs themselves.
struct MeasureContext {
  std::vector<std::string> command;
  int asked = 1;  ///< runs
  Json facts;     ///< of the sensors
  std::string containment;
  bool shared = false;  ///< a study held the machine meanwhile
};

/// The document of `mutlua measure --json`: command, how many runs were asked for and succeeded,
/// runs with their energy records, summary (each quantity's mean, sd, n, min, max), unavailable
/// (quantity -> why), quality, sources, status. The summary is of the runs that succeeded, null
/// if none did; the quality is that of the worst run, whether it succeeded or not.
Json measure_document(const MeasuredRuns& runs, const MeasureContext& context);

/// The same for people, from the document, in lines of at most so many columns.
std::string measure_text(const Json& document, int columns);

/// One line on a finished run: "run 2: 12.3s, GPU 6927.7 J, CPU unknown".
std::string run_text(const MeasuredRun& run, int of);

}  // namespace mutlua
