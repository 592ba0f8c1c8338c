// SPDX-License-Identifier: MIT
#include "support/simulated_processes.h"

#include <algorithm>
#include <csignal>
#include <fstream>
#include <utility>

namespace mutlua {

Started SimulatedProcesses::start(const Launch& launch) {
  const ProcessId id = next_++;
  if (writes_logs_) std::ofstream(launch.log, std::ios::trunc);
  running_.emplace(id, Running{.launch = launch,
                               .run = script_(launch),
                               .started = clock_.now(),
                               .written = 0,
                               .killed_at = std::nullopt});
  return {.id = id, .pid = static_cast<int>(id), .at = clock_.now()};
}

void SimulatedProcesses::stop(ProcessId id, Seconds grace) {
  const auto found = running_.find(id);
  if (found == running_.end()) return;
  Running& running = found->second;
  const Instant end = running.run.ignores_stop ? clock_.now() + grace : clock_.now();
  running.killed_at = std::min(end, running.killed_at.value_or(end));
}

Event SimulatedProcesses::wait(Instant until) {
  if (stop_signal_) return StopRequest{*std::exchange(stop_signal_, std::nullopt)};
  Running* first = nullptr;
  ProcessId first_id = 0;
  Instant at = until;
  for (auto& [id, running] : running_) {
    const bool writes = writes_logs_ && running.written < running.run.output.size();
    const Instant next =
        writes
            ? std::min(running.started + running.run.output[running.written].after, running.ends())
            : running.ends();
    if (next <= at && (first == nullptr || next < at)) {
      first = &running;
      first_id = id;
      at = next;
    }
  }
  clock_.advance_to(at);
  if (first == nullptr) return Deadline{};
  return first->ends() <= at ? end(first_id) : write_next(first_id, *first);
}

Instant SimulatedProcesses::Running::ends() const {
  const Instant natural = started + run.duration;
  return killed_at ? std::min(*killed_at, natural) : natural;
}

Event SimulatedProcesses::write_next(ProcessId id, Running& running) {
  std::ofstream(running.launch.log, std::ios::app) << running.run.output[running.written++].text;
  return Output{id};
}

Event SimulatedProcesses::end(ProcessId id) {
  const auto node = running_.extract(id);
  const Running& running = node.mapped();
  Exit exit;
  exit.id = id;
  exit.at = clock_.now();
  if (running.killed_at && clock_.now() >= *running.killed_at) {
    exit.signal = running.run.ignores_stop ? SIGKILL : SIGTERM;
  } else {
    exit.exit_code = running.run.exit_code;
    exit.signal = running.run.signal;
  }
  return exit;
}

}  // namespace mutlua
