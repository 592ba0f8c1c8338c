// SPDX-License-Identifier: MIT
#pragma once

#include <fstream>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "energy/gpu.h"
#include "simulated/card.h"
#include "simulated/course.h"
#include "simulated/processes.h"
#include "system/processes.h"

namespace mutlua {

/// Trainings on a card that is not there. They share it: together they get no more than all of it,
/// and waiting jumps from one event to the next while the card lives on in closed form.
class SimulatedTrainings : public Processes {
 public:
  struct Hooks {
    std::function<SimulatedCourse(const Launch&, std::int64_t free_bytes)> course;
    std::function<std::optional<int>()> stop_signal;  ///< asked at each wait; may be empty
    std::function<std::optional<Instant>()>
        window_begin;            ///< of an open energy window; may be empty
    std::function<void()> read;  ///< reads the sensors, now and then while one is open
  };

  /// `writes_logs`: what a training prints goes to its launch's log; else nowhere.
  SimulatedTrainings(SimulatedClock& clock, SimulatedCard& card, Hooks hooks, bool writes_logs);

  Started start(const Launch& launch) override;
  void stop(ProcessId id, Seconds grace) override;
  Event wait(Instant until) override;
  std::string containment() override { return "simulated"; }

  /// What the training's last Output told of, once.
  std::string take_printed(ProcessId id);

  /// Those that have the card open.
  std::vector<GpuProcess> on_card() const;

  /// The number that the next training gets.
  ProcessId next() const { return next_; }
  void restore_next(ProcessId next) { next_ = next; }

 private:
  struct Running {
    std::ofstream log;
    SimulatedCourse course;
    Instant started;
    double done = 0;  ///< seconds of work
    std::size_t written = 0;
    std::string printed;  ///< and not taken, where no log is written
    std::optional<Instant> killed_at;

    double milestone() const;  ///< work at the next line of its log, or at its end
  };

  std::optional<Event> due();
  Event write(ProcessId id, Running& running);
  Event end(ProcessId id, bool killed);
  Instant next_instant(Instant until) const;
  void plan_reading();
  void pass_to(Instant instant);
  void share_card();

  SimulatedClock& clock_;
  SimulatedCard& card_;
  Hooks hooks_;
  bool writes_logs_;
  ProcessId next_ = 1;
  std::map<ProcessId, Running> running_;
  std::optional<int> told_signal_;  ///< passed on: what it stops has to be waited for
  std::optional<Instant> window_begin_;
  std::optional<Instant> next_reading_;
};

}  // namespace mutlua
