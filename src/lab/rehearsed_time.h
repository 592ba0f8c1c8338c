// SPDX-License-Identifier: MIT
#pragma once

#include <set>
#include <string>
#include <vector>

#include "base/json.h"
#include "base/units.h"
#include "lab/outcome.h"
#include "training/model.h"

namespace mutlua {

/// Where the time of a rehearsed trial went, on the simulated machine's clock. Its measured
/// trainings are apart.
struct RehearsedTime {
  Seconds least{0};                     ///< of its pauses: sleeping, cooling, settling
  Seconds most{0};                      ///< of them, where the machine says when one is over
  Seconds idle_reading{0};              ///< of the block's idle energy
  Seconds others{0};                    ///< waiting for trainings that are not its measured ones
  std::set<const Model*> other_models;  ///< theirs, where anything was waited for
  Seconds measured{0};                  ///< while one of its measured trainings ran
};

/// Notes where the time goes while an attempt at a trial is rehearsed, or outside of trials. On the
/// simulated machine it passes in primitives alone.
class RehearsedTimer {
 public:
  /// A primitive has taken this time.
  void passed(const std::string& kind, const Json& request, Instant from, Instant to);

  /// But for other_models.
  RehearsedTime total(const std::vector<Outcome>& measured) const;

 private:
  struct Pause {
    Instant from;
    Instant to;
    Seconds least;
    Seconds most;
  };
  Seconds all_{0};
  std::vector<Pause> pauses_;
  Seconds idle_reading_{0};
};

}  // namespace mutlua
