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
  /// The listener goes away: the tree is killed if it still runs, and nobody hears of it.
  void forget(ProcessId id);

  TimerId at(Instant instant, std::function<void()> action);
  void cancel(TimerId timer) { timers_.erase(timer); }

  /// Waits until done() holds (true) or the instant has come (false). Throws Error(stopped) when
  /// somebody wants the study to end; after that only wait_through() may be called.
  bool wait_until(const std::function<bool()>& done, std::optional<Instant> until = std::nullopt);

  /// Waits until done() holds, for what was already told to end; wishes to stop only cut the grace
  /// of all that runs. No timers fire. Returns early if the supervision is lost: nothing runs then.
  void wait_through(const std::function<bool()>& done);

  /// Waits until done() holds or the instant has come, for something that cannot wake the program:
  /// it is asked every few milliseconds. What happens meanwhile is dealt with, but no timers fire,
  /// and a wish to stop is only noted.
  void wait_for_sensors(const std::function<bool()>& done, Instant until);

  /// Throws Error(stopped) if somebody has asked for the end since the last wait.
  void refuse_if_stopped() const;
  Instant now() const { return clock_.now(); }

 private:
  struct Timer {
    Instant at;
    std::function<void()> action;
  };

  Event next_event(Instant until);
  void run_due_timers();
  std::optional<Instant> next_timer() const;
  void dispatch(const Event& event);

  Clock& clock_;
  Processes& processes_;
  std::map<ProcessId, Listener*> listeners_;  ///< of all trees that run; null if nobody listens
  std::map<TimerId, Timer> timers_;
  TimerId next_timer_ = 1;
  std::optional<int> stop_signal_;
  bool lost_ = false;
};

}  // namespace mutlua
