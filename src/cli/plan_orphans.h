// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include "lab/lab.h"
#include "store/trial_summary.h"

namespace mutlua {

/// By what a trial of the script resembles one that was measured. All ask for the same replicate.
enum class Likeness {
  label_in_block,
  values_in_block,  ///< models and all values but seeds
  values,           ///< in another block
  models_in_block,
  label,
  models
};

/// From the strongest on.
inline constexpr std::array kLikenesses = {Likeness::label_in_block, Likeness::values_in_block,
                                           Likeness::values,         Likeness::models_in_block,
                                           Likeness::label,          Likeness::models};

/// Trials of the session that the script no longer asks for. Each is taken once.
class Orphans {
 public:
  /// `stored` must live as long.
  Orphans(const std::vector<TrialSummary>& stored, const std::vector<PlannedTrial>& planned);

  bool all_taken() const { return taken_.size() == count_; }
  /// One that resembles the trial so and was not taken; else nullptr.
  const TrialSummary* take(const TrialSpec& spec, Likeness likeness);

 private:
  std::multimap<std::string, const TrialSummary*> known_;  ///< by likeness and what it asks for
  std::unordered_set<const TrialSummary*> taken_;
  std::size_t count_ = 0;  ///< of all
};

}  // namespace mutlua
