// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "system/clock.h"
#include "system/processes.h"

namespace mutlua {

/// Hears what becomes of a process tree that it started.
struct Listener {
  virtual ~Listener() = default;
  virtual void on_output() = 0;
  virtual void on_exit(const Exit& exit) = 0;
};

/// The one place where the program waits: hands events to listeners and timers until what the
/// caller waits for has happened.
class Supervisor {
 public:
  using TimerId = std::uint64_t;

  Supervisor(Clock& clock, Processes& processes) : clock_(clock), processes_(processes) {}

  Started start(const Launch& launch, Listener& listener);
  void stop(ProcessId id, Seconds grace) { processes_.stop(id, grace); }

  TimerId at(Instant instant, std::function<void()> action);
  void cancel(TimerId timer) { timers_.erase(timer); }

  /// Waits until done() holds (true) or the instant has come (false). Throws Error(stopped) when
  /// somebody wants the study to end; after that only wait_for_all() may be called.
  bool wait_until(const std::function<bool()>& done, std::optional<Instant> until = std::nullopt);

  /// Waits until no process tree is left; further wishes to stop end the grace of all of them.
  void wait_for_all();

  /// Throws Error(stopped) if somebody has asked for the end since the last wait.
  void refuse_if_stopped() const;
  std::optional<int> stop_signal() const { return stop_signal_; }
  Instant now() const { return clock_.now(); }

 private:
  struct Timer {
    Instant at;
    std::function<void()> action;
  };

  void run_due_timers();
  std::optional<Instant> next_timer() const;
  void dispatch(const Event& event);

  Clock& clock_;
  Processes& processes_;
  std::map<ProcessId, Listener*> listeners_;
  std::map<TimerId, Timer> timers_;
  TimerId next_timer_ = 1;
  std::optional<int> stop_signal_;
};

}  // namespace mutlua
