// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "simulated/clock.h"
#include "system/processes.h"

namespace mutlua {

/// What a training does by a test's script: its log as it grows, and its end.
struct SimulatedRun {
  struct Write {
    Seconds after;
    std::string text;
  };
  Seconds duration{1};
  std::vector<Write> output;  ///< appended to the launch's log, if `writes_logs`
  std::optional<int> exit_code = 0;
  std::optional<int> signal;
  bool ignores_stop = false;  ///< does not end at SIGTERM, only after the grace
};

/// Processes that a test scripts: no card is shared, and waiting jumps from one event to the next.
class SimulatedProcesses : public Processes {
 public:
  using Script = std::function<SimulatedRun(const Launch&)>;

  SimulatedProcesses(SimulatedClock& clock, Script script, bool writes_logs)
      : clock_(clock), script_(std::move(script)), writes_logs_(writes_logs) {}

  Started start(const Launch& launch) override;
  void stop(ProcessId id, Seconds grace) override;
  Event wait(Instant until) override;
  std::string containment() override { return "simulated"; }

  /// The next wait() reports this signal first.
  void request_stop(int signal) { stop_signal_ = signal; }
  /// Trees that are alive.
  std::size_t running() const { return running_.size(); }

 private:
  struct Running {
    Launch launch;
    SimulatedRun run;
    Instant started;
    std::size_t written = 0;
    std::optional<Instant> killed_at;

    Instant ends() const;
  };

  Event write_next(ProcessId id, Running& running);
  Event end(ProcessId id);

  SimulatedClock& clock_;
  Script script_;
  bool writes_logs_;
  ProcessId next_ = 1;
  std::map<ProcessId, Running> running_;
  std::optional<int> stop_signal_;
};

}  // namespace mutlua
