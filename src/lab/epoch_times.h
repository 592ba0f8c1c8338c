// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "base/json.h"
#include "energy/flag.h"
#include "lab/outcome.h"

namespace mutlua {

/// Which of a training's epoch marks can be trusted as instants.
///
/// A log that is buffered shows its marks late. That is seen where several come at once, or all of
/// them in the last tenth of the run. Between such marks neither time nor energy is known.
class EpochTimes {
 public:
  /// The outcome must live as long as this.
  explicit EpochTimes(const Outcome& outcome);

  /// Both ends of the epoch were seen when they happened.
  bool clean(const Epoch& epoch) const;
  /// How many marks came late.
  int buffered() const { return buffered_; }

  /// [{first, last, seconds, cpu_joules?, gpu_joules?, joules?}]: consecutive epochs of 10 s and
  /// more together, for a training whose single epochs are too short (under 5 s) for the counters.
  /// Empty for others, and without energy.
  Json blocks() const;

  /// Adds startup_seconds, startup_cpu_joules, startup_gpu_joules and startup_joules: what came
  /// before the first epoch began. Nothing where the log does not show when that was.
  void add_startup(Json& json) const;

 private:
  bool clean(Instant mark) const;
  bool short_epochs() const;

  const Outcome& outcome_;
  std::map<Instant, int> marks_;
  bool all_late_ = false;
  int buffered_ = 0;
};

/// epochs.buffered: only a remark, for the energy of the whole training does not need the marks.
Flags epoch_flags(const Outcome& outcome);

/// Adds cpu_joules, gpu_joules and joules between two instants as far as they are known, with a
/// prefix to their names. gpu_joules are left out for spans under 5 s: at a mark the counter is off
/// by up to one of its updates.
void add_energy_between(Json& json, const EnergyByInstant& energy, Instant begin, Instant end,
                        const std::string& prefix = "");

}  // namespace mutlua
