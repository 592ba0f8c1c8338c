// SPDX-License-Identifier: MIT
#include "cli/run.h"

#include <fmt/format.h>

#include <csignal>

#include "cli/installed.h"
#include "cli/script_host.h"
#include "system/guarded_processes.h"
#include "system/lock.h"
#include "system/machine_facts.h"
#include "system/own.h"
#include "system/stop_signals.h"

namespace mutlua {
namespace {

std::optional<Error> stop_error(const StopSignals& signals) {
  const auto signal = signals.requested();
  if (!signal) return std::nullopt;
  return Error(ErrorKind::stopped,
               fmt::format("stopped by signal {}; the same command continues", *signal));
}

int stopped_status(const Lab& lab, const StopSignals& signals, const RunOptions& options) {
  if (const auto signal = signals.requested()) return 128 + *signal;
  if (options.fail_fast && lab.tally().invalid > 0) return 1;
  return 128 + SIGTERM;  // mutlua stop --after-trial
}

}  // namespace

int run_study(const CommandLine& line) {
  MachineLock lock(line.run.share_machine);
  // The Guardian comes before anything that starts threads or opens files.
  Guardian guardian = Guardian::fork({.lock = lock.descriptor()});
  StopSignals signals;
  signals.set_hook([](int) { LuaState::interrupt(); });
  GuardedProcesses processes(std::move(guardian), signals);
  LinuxClock clock;
  const auto sampler = machine_sampler(clock);
  Catalogue catalogue = Catalogue::load(catalogue_files(line));
  const Machine machine{.clock = clock,
                        .processes = processes,
                        .sampler = *sampler,
                        .facts = machine_facts(),
                        .program_folder = executable_folder(),
                        .simulated = false};
  Terminal terminal(stderr, TerminalStyle::of(stderr), line.verbosity, clock);
  ScriptHost host(line, machine, catalogue, terminal,
                  {.pending_stop = [&] { return stop_error(signals); },
                   .stop_after_trial = [&] { return signals.after_trial(); },
                   .on_options = {},
                   .on_session =
                       [&](const std::string& study, const std::string& session) {
                         lock.describe({{"study", study}, {"session", session}});
                       }});
  try {
    host.run();
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::stopped) throw;
    terminal.message(error.what());
    return stopped_status(host.lab(), signals, line.run);
  }
  const std::string unfinished = host.lab().unfinished();
  if (!unfinished.empty()) throw Error(ErrorKind::script, unfinished);
  return host.lab().tally().invalid == 0 ? 0 : 1;
}

}  // namespace mutlua
