// SPDX-License-Identifier: MIT
#include "cli/simulate.h"

#include <fmt/format.h>

#include "cli/installed.h"
#include "cli/script_host.h"
#include "cli/simulated_times.h"
#include "cli/study_end.h"
#include "simulated/machine.h"
#include "store/session_info.h"
#include "system/own.h"
#include "system/stop_signals.h"

namespace mutlua {
namespace {

void refuse_mixing(const CommandLine& line) {
  if (line.run.gap) {
    throw Error(ErrorKind::usage,
                "--gap lets measured trials of other sessions count, and none of them fills a gap "
                "of a simulation; leave out --gap or --simulate");
  }
  if (!line.run.append_summary) return;
  throw Error(ErrorKind::usage,
              "-S appends measurements to summary_all.csv, and a simulation makes none; leave out "
              "-S or --simulate. The session has a summary.csv of its own");
}

/// Trials of other figures are other trials, though their identities are the same.
void refuse_other_figures(const std::string& session, const SimulatedFigures& figures) {
  const Json before = read_session_info(session).machine.value("figures", Json());
  if (before == to_json(figures)) return;
  throw Error(
      ErrorKind::usage,
      fmt::format("the simulated session {} was begun with the figures {}, not {}: give the "
                  "same to continue it, or --fresh to begin a new one",
                  session, before.dump(), to_json(figures).dump()));
}

}  // namespace

int simulate_study(const CommandLine& line) {
  refuse_mixing(line);
  const SimulatedFigures figures = simulated_figures(line.simulate_with);
  StopSignals signals;
  signals.set_hook([](int) { LuaState::interrupt(); });
  Catalogue catalogue = Catalogue::load(catalogue_files(line));
  SimulatedTimes times;
  if (figures.times_of_history) times.read(line.run.results, catalogue);
  SimulatedMachine simulated(
      figures, catalogue,
      {.writes_logs = true,
       .reads_gauges = true,
       .stop_signal = [&] { return signals.requested(); },
       .epoch_seconds = [&](const Model& model) { return times.of(model); }});
  const Machine machine{
      .clock = simulated.clock(),
      .processes = simulated.trainings(),
      .sampler = simulated.sampler(),
      .facts = {{"simulated", true}, {"figures", to_json(figures)}},
      .program_folder = executable_folder(),
      .simulated = true,
      .begin_attempt = [&](const std::string& key) { simulated.begin_attempt(key); },
      .snapshot = [&] { return simulated.snapshot(); },
      .restore = [&](const Json& state) { simulated.restore(state); }};
  const Design design = design_of(line, catalogue);
  print_diagnostics(design.diagnostics, line.verbosity);
  note_found_catalogue(line);
  Terminal terminal(stderr, TerminalStyle::of(stderr), line.verbosity, simulated.clock());
  ScriptHost host(line, design, machine, catalogue, terminal,
                  {.pending_stop = [&] { return stop_error(signals); },
                   .stop_after_trial = [&] { return signals.after_trial(); },
                   .on_options = {},
                   .on_session =
                       [&](const std::string&, const std::string& session) {
                         refuse_other_figures(session, figures);
                         if (figures.times_of_history) times.freeze(session);
                       }});
  return run_to_end(host, design, terminal, signals, line.run);
}

}  // namespace mutlua
