// SPDX-License-Identifier: MIT
#include "lab/credit.h"

#include <algorithm>
#include <utility>

namespace mutlua {

Seeds drawn_seeds(const TrialSpec& trial) {
  Seeds seeds;
  for (const ModelUse& use : trial.foregrounds) {
    if (use.drawn_seed.empty()) continue;
    for (const EffectiveValue& each : effective_values(use)) {
      if (each.name == use.drawn_seed) seeds.push_back(each.value);
    }
  }
  return seeds;
}

void Credit::add(const std::string& treatment, const Read& read) {
  OfTreatment& of = of_[treatment];
  if (!of.left) of.left = read();
}

void Credit::note_seeds(OfTreatment& of, const Seeds& seeds) {
  if (!seeds.empty()) of.counted.insert(seeds);
}

template <typename Fits>
std::optional<EarlierTrial> Credit::take(OfTreatment& of, const Fits& fits) {
  if (!of.left) return std::nullopt;
  const auto found = std::find_if(of.left->begin(), of.left->end(), fits);
  if (found == of.left->end()) return std::nullopt;
  EarlierTrial taken = std::move(*found);
  of.left->erase(found);
  note_seeds(of, taken.seeds);
  return taken;
}

std::optional<EarlierTrial> Credit::take_replicate(const std::string& treatment,
                                                   const TrialSpec& trial) {
  return take(of_[treatment],
              [&](const EarlierTrial& each) { return each.replicate == trial.replicate; });
}

std::optional<EarlierTrial> Credit::take_other(const std::string& treatment,
                                               const TrialSpec& trial) {
  OfTreatment& of = of_[treatment];
  if (!of.left || of.left->empty()) return std::nullopt;
  const Seeds own = drawn_seeds(trial);
  return take(of, [&](const EarlierTrial& each) {
    return each.seeds == own || !of.counted.contains(each.seeds);
  });
}

}  // namespace mutlua
