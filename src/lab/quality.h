// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>

#include "energy/flag.h"
#include "energy/thresholds.h"
#include "lab/trial_spec.h"

namespace mutlua {

struct Measured;

/// How far an attempt can be relied on: one verdict for its joules, one for what it achieved.
struct Quality {
  Flags flags;                     ///< of the energy; those with `performance` also of the training
  Flags performance_flags;         ///< that leave the joules as they are
  std::string performance = "ok";  ///< ok, suspect or invalid
  std::optional<std::string> energy;  ///< the same; absent: nothing was measured
  bool lacks_energy = false;          ///< a figure that the trial needs is missing or invalid
  std::string reason;                 ///< why it does not count; empty if it does

  bool counts() const { return performance != "invalid" && !lacks_energy; }
};

/// {energy, performance, counts, reason?, flags, thresholds?}
Json to_json(const Quality& quality, const Json& own_thresholds);

/// Judges an attempt. A training that failed, a stray process, a load that did not run or energy
/// that is needed and missing makes that it does not count; what is only odd is flagged.
Quality judge_quality(const TrialSpec& spec, const Measured& measured,
                      const Thresholds& thresholds);

}  // namespace mutlua
