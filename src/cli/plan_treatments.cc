// SPDX-License-Identifier: MIT
#include "cli/plan_treatments.h"

#include <unordered_map>

namespace mutlua {

std::vector<PlannedTreatment> by_treatment(const std::vector<PlannedTrial>& trials) {
  std::vector<PlannedTreatment> treatments;
  std::unordered_map<const Treatment*, std::size_t> places;
  for (const PlannedTrial& trial : trials) {
    const auto [known, fresh] = places.emplace(trial.treatment.get(), treatments.size());
    if (fresh) treatments.push_back({.first = &trial});
    PlannedTreatment& treatment = treatments[known->second];
    ++treatment.trials;
    if (trial.to_be_measured()) ++treatment.to_be_measured;
  }
  return treatments;
}

}  // namespace mutlua
