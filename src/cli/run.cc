// SPDX-License-Identifier: MIT
#include "cli/run.h"

#include <fmt/format.h>

#include <csignal>
#include <memory>
#include <set>

#include "cli/installed.h"
#include "cli/script_host.h"
#include "cli/simulate.h"
#include "cli/study_end.h"
#include "energy/group_time.h"
#include "system/governor.h"
#include "system/guarded_processes.h"
#include "system/lock.h"
#include "system/machine_facts.h"
#include "system/machine_state.h"
#include "system/own.h"
#include "system/process_table.h"
#include "system/stop_signals.h"

namespace mutlua {
namespace {

/// Has the sampler read the time of a group of trainings; the group goes with the sampler.
GroupTime& add_group_time(Sensors& sensors, const std::string& group) {
  auto time = std::make_unique<GroupTime>(group);
  GroupTime& added = *time;
  sensors.fast.push_back(std::move(time));
  return added;
}

MachineState state_of(const CommandLine& line, XidWatch& xids) {
  return read_machine_state(KernelFolders::from_environment(), line.run.results, &xids);
}

std::set<int> tree_of(int pid) {
  std::set<int> pids = {pid};
  for (const ProcessEntry& each : descendants(pid)) pids.insert(each.pid);
  return pids;
}

}  // namespace

int run_study(const CommandLine& line) {
  if (line.simulate || !line.simulate_with.empty()) return simulate_study(line);
  MachineLock lock(line.run.share_machine);
  // The Guardian comes before anything that starts threads or opens files.
  Guardian guardian = Guardian::fork({.lock = lock.descriptor()});
  StopSignals signals;
  signals.set_hook([](int) { LuaState::interrupt(); });
  const int guardian_socket = guardian.socket();
  GuardedProcesses processes(std::move(guardian), signals);
  GovernorKeeper governor(guardian_socket);
  LinuxClock clock;
  Sensors sensors = machine_sensors(clock);
  GroupTime& foreground_time = add_group_time(sensors, "foreground");
  GroupTime& background_time = add_group_time(sensors, "background");
  Sampler sampler(clock, std::move(sensors), Sampler::Options{});
  XidWatch xids;
  Catalogue catalogue = Catalogue::load(catalogue_files(line));
  const Machine machine{.clock = clock,
                        .processes = processes,
                        .sampler = sampler,
                        .facts = machine_facts(),
                        .program_folder = executable_folder(),
                        .simulated = false,
                        .governor = &governor,
                        .foreground_time = &foreground_time,
                        .background_time = &background_time,
                        .state = [&] { return state_of(line, xids); },
                        .tree = tree_of};
  const Design design = design_of(line, catalogue);
  print_diagnostics(design.diagnostics, line.verbosity);
  note_found_catalogue(line);
  Terminal terminal(stderr, TerminalStyle::of(stderr), line.verbosity, clock);
  ScriptHost host(line, design, machine, catalogue, terminal,
                  {.pending_stop = [&] { return stop_error(signals); },
                   .stop_after_trial = [&] { return signals.after_trial(); },
                   .on_options = {},
                   .on_session =
                       [&](const std::string& study, const std::string& session) {
                         lock.describe({{"study", study}, {"session", session}});
                       }});
  return run_to_end(host, design, terminal, signals, line.run);
}

}  // namespace mutlua
