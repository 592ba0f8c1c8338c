// SPDX-License-Identifier: MIT
#pragma once

#include <utility>

#include "cli/command_line.h"
#include "cli/patience.h"
#include "lab/machine.h"
#include "simulated/machine.h"
#include "system/own.h"

namespace mutlua {

/// The simulated machine as a plan needs it: no training runs out of memory, little is read, and
/// nothing is written.
struct Rehearsal {
  /// `catalogue` must live as long. What is known of epochs wins over it.
  explicit Rehearsal(const Catalogue& catalogue, EpochSeconds known = {})
      : simulated(figures(), catalogue,
                  {.writes_logs = false,
                   .reads_gauges = false,
                   .stop_signal = Patience::stop_signal,
                   .epoch_seconds = std::move(known)}) {}

  static SimulatedFigures figures() {
    SimulatedFigures figures;
    figures.memory_mb = 1e6;       // what fits this machine's cards is another question
    figures.most_epoch_marks = 5;  // the first shows that it trains
    return figures;
  }

  SimulatedMachine simulated;
  Machine machine{
      .clock = simulated.clock(),
      .processes = simulated.trainings(),
      .sampler = simulated.sampler(),
      .facts = {{"simulated", true}},
      .program_folder = executable_folder(),
      .simulated = true,
      .printed =
          [this](ProcessId training) { return simulated.trainings().take_printed(training); },
      .begin_attempt = [this](const std::string& key) { simulated.begin_attempt(key); }};
};

/// The command line of a rehearsal: nothing is started and nothing is written.
inline CommandLine rehearsed(CommandLine line) {
  line.run.rehearsal = true;
  return line;
}

}  // namespace mutlua
