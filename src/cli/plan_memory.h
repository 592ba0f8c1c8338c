// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "cli/plan_history.h"
#include "lab/lab.h"

namespace mutlua {

/// Models that are on a card at the same time.
struct PairingMemory {
  std::vector<std::string> models;  ///< sorted; one that is there twice stands there twice
  std::size_t trials = 0;           ///< to be measured
  std::optional<double> bytes;      ///< the sum of what each needs at most; absent: unknown
  std::set<std::string> unknown;    ///< the models that nothing is known of
  std::set<std::string> catalogue;  ///< those that only the catalogue's figure is known of
};

/// The distinct pairings of the trials that are still to be measured, largest first and unknown
/// ones last. A model needs the most that one of its earlier trainings was seen to use, else what
/// the catalogue says. Trials that are placed on several GPUs are taken as if on one.
std::vector<PairingMemory> pairing_memory(const std::vector<PlannedTrial>& trials,
                                          PlanHistory& history);

/// Bytes of this machine's smallest GPU; absent without one.
std::optional<double> card_bytes();

}  // namespace mutlua
