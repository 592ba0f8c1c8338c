// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "base/json.h"
#include "base/units.h"
#include "simulated/figures.h"

namespace mutlua {

/// What runs on the machine between two events.
struct SimulatedLoad {
  int trainings = 0;
  double utilisation = 0;         ///< of the card that they ask for together; 1: all of it
  double power = 0;               ///< the same, weighted with what each costs; 1: full power
  std::int64_t memory_bytes = 0;  ///< of the card
};

/// A card and a processor that are not there: their power, heat and energy, integrated exactly from
/// one event to the next. What it is at an instant depends on nothing but snapshot() there and the
/// load since.
class SimulatedCard {
 public:
  explicit SimulatedCard(const SimulatedFigures& figures);

  /// From now on; also after the card was throttled or let go.
  void set_load(const SimulatedLoad& load) { load_ = load; }
  const SimulatedLoad& load() const { return load_; }

  /// Lives on to an instant; one in the past changes nothing.
  void advance_to(Instant instant);
  /// When its clocks will be held down, or let go, if that comes before `until`; else `until`.
  Instant next_switch(Instant until) const;

  /// Work done per second by a training that asks for a share of the card: 1 alone, less when all
  /// together ask for more than there is, or when clocks are held down.
  double speed() const;

  double celsius() const { return celsius_; }
  double watts() const;
  bool throttled() const { return throttled_; }
  Seconds throttled_for() const { return throttled_for_; }
  double gpu_joules() const { return gpu_joules_; }
  double cpu_joules() const { return cpu_joules_; }
  Instant at() const { return at_; }
  const SimulatedFigures& figures() const { return figures_; }

  /// All that later readings depend on, while nothing runs.
  Json snapshot() const;
  /// Throws Json's exception if it is no snapshot.
  void restore(const Json& snapshot);

 private:
  double work_watts() const;  ///< without drift
  double hours() const;

  SimulatedFigures figures_;
  SimulatedLoad load_;
  Instant at_;
  double celsius_;
  bool throttled_ = false;
  Seconds throttled_for_{0};
  double gpu_joules_ = 0;
  double cpu_joules_ = 0;
};

}  // namespace mutlua
