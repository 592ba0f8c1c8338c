// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>

#include "training/catalogue.h"

namespace mutlua {

/// How long epochs last on the simulated machine where `times=history` was chosen: for each model
/// of the catalogue the median of its earlier measured trainings alone. A session keeps them in
/// SESSION/epoch_seconds.json: what is measured later changes nothing of it.
class SimulatedTimes {
 public:
  /// What the index of a results folder tells now.
  void read(const std::filesystem::path& results, const Catalogue& catalogue);

  /// What that session keeps; where it keeps nothing yet, it does now. Throws Error(machine).
  void freeze(const std::filesystem::path& session);

  /// Absent: nothing is known.
  std::optional<double> of(const Model& model) const;

 private:
  std::map<std::string, double> seconds_;  ///< by the model's name
};

}  // namespace mutlua
