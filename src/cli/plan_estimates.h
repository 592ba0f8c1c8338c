// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/json.h"
#include "cli/plan_costs.h"
#include "cli/plan_detectable.h"
#include "cli/plan_disk.h"
#include "cli/plan_memory.h"
#include "cli/plan_waits.h"
#include "legacy/diagnostic.h"

namespace mutlua {

/// What the trials that are still to be measured will cost, and what they can show. Nothing here is
/// a guess of its own: it comes from earlier trials, the catalogue or the design, or is unknown.
struct PlanEstimates {
  CostAnswer trainings;  ///< seconds
  ExpectedWaits waits;
  CostTotal seconds;                 ///< of all; of the trials that something is known of
  CostAnswer joules;                 ///< of the trainings
  std::optional<double> idle_watts;  ///< at rest; absent: unknown
  CostTotal energy;                  ///< joules, with those of the waits if these are known
  std::vector<PairingMemory> memory;
  std::optional<double> card;  ///< bytes of this machine's smallest GPU
  DiskNeed disk;
  Detectable effects;

  /// All that are to be measured have a known length.
  bool whole() const { return trainings.unknown == 0 && waits.whole(); }
};

/// `session`: its name, empty for a new one.
PlanEstimates plan_estimates(const std::vector<PlannedTrial>& trials, const std::string& study,
                             const std::string& session, const std::filesystem::path& results,
                             const WaitRules& rules, PlanHistory& history);

/// What of it deserves a warning: pairings that do not fit the card, a disk that is too small.
Diagnostics warnings_of(const PlanEstimates& estimates);

/// As lines for a terminal of so many columns.
std::string estimates_text(const PlanEstimates& estimates, int columns);

/// {expected_seconds, expected_joules, memory, disk, detectable}.
Json estimates_json(const PlanEstimates& estimates);

}  // namespace mutlua
