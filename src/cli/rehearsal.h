// SPDX-License-Identifier: MIT
#pragma once

#include "cli/command_line.h"
#include "energy/sampler.h"
#include "lab/machine.h"
#include "simulated/processes.h"
#include "system/own.h"

namespace mutlua {

/// A machine that is not there: every training takes a second and succeeds.
struct Rehearsal {
  SimulatedClock clock;
  SimulatedProcesses processes{clock, [](const Launch&) { return SimulatedRun{}; }, false};
  Sampler sampler{clock, no_sensors("the machine is simulated"), {.rates = {}, .threaded = false}};
  Machine machine{.clock = clock,
                  .processes = processes,
                  .sampler = sampler,
                  .facts = {{"simulated", true}},
                  .program_folder = executable_folder(),
                  .simulated = true,
                  .rehearsed = true};
};

/// The command line of a rehearsal: nothing is started and nothing is written.
inline CommandLine rehearsed(CommandLine line) {
  line.run.rehearsal = true;
  return line;
}

}  // namespace mutlua
