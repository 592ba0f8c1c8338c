// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "cli/plan_history.h"
#include "lab/lab.h"

namespace mutlua {

/// The smallest effect that two arms of a design show with a power of 80 % at a level of 5 %.
struct DetectableEffect {
  std::string outcome;               ///< "gpu_energy_total_joules" or "duration_seconds"
  std::optional<double> percent;     ///< of the smaller arm; absent: unknown
  std::optional<double> cv_percent;  ///< within cells
  std::size_t trials = 0;            ///< that the scatter was seen in
  std::size_t freedom = 0;           ///< degrees of freedom: trials less cells
  bool own = false;                  ///< seen in this study; else in earlier trials of its models
  std::string reason;                ///< why it is unknown
};

struct Detectable {
  std::size_t single = 0;  ///< cells of one trial, of which nothing can be tested
  std::size_t least = 0;   ///< trials in the smallest other cell; 1 if there is none
  std::size_t most = 0;    ///< in the largest
  std::size_t cells = 0;
  std::vector<DetectableEffect> effects;
};

/// For cells as small as the design's smallest. A cell is what replicates share: models, values but
/// for seeds, label, factors and load; sentinels are in none. Its scatter is that of the
/// logarithms, pooled over the cells of the study's finished trials that the design asks for, or of
/// earlier trials of the same models, load and epochs.
Detectable detectable(const std::vector<PlannedTrial>& trials, const std::string& session,
                      PlanHistory& history);

}  // namespace mutlua
