// SPDX-License-Identifier: MIT
#pragma once

#include <deque>
#include <map>
#include <optional>
#include <string>

#include "system/guardian.h"
#include "system/log_watch.h"
#include "system/processes.h"
#include "system/stop_signals.h"
#include "system/wire.h"

namespace mutlua {

/// Processes through the Guardian: the one place where the runner waits.
///
/// Output events come at most once per tree in 10 ms; what a log gets in between is announced by
/// the next one, unless the Exit comes first. A second SIGINT cuts every grace to nothing.
class GuardedProcesses : public Processes {
 public:
  /// `signals` must outlive this. Throws Error(machine) if logs cannot be watched.
  GuardedProcesses(Guardian guardian, StopSignals& signals);

  /// The environment also gets PYTHONUNBUFFERED=1 unless it says otherwise, so that epochs are
  /// seen when they happen.
  Started start(const Launch& launch) override;
  void stop(ProcessId id, Seconds grace) override;
  /// Throws Error(internal) if the Guardian was killed, when nothing that it started is alive.
  Event wait(Instant until) override;
  std::string containment() override { return guardian_.containment(); }

  pid_t guardian_pid() const { return guardian_.pid(); }

 private:
  struct Tree {
    int watch;
    bool stopping = false;
  };

  Message reply_to(const Message& request);
  void poll_once(Instant until);
  void read_guardian();
  void read_signals();
  void read_logs();
  void deliver(Message message);
  void forget_watch(int watch);
  bool is_announced(ProcessId id) const;
  void hurry();
  void send_stop(ProcessId id, Seconds grace);
  [[noreturn]] void lost();

  Guardian guardian_;
  StopSignals& signals_;
  LogWatch logs_;
  std::map<ProcessId, Tree> running_;
  std::deque<Event> events_;
  std::optional<Message> reply_;
  ProcessId next_id_ = 1;
  Instant next_log_read_;
  bool stop_delivered_ = false;
  bool hurried_ = false;
};

}  // namespace mutlua
