// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "store/index.h"
#include "training/catalogue.h"

namespace mutlua {

/// The hyperparameter that says how long a model trains: that of the role `epochs`, else `epochs`.
std::string epochs_name(const Model& model);

/// What earlier trials in a results folder cost, by the model of a catalogue that they measured.
/// Nothing is made where there is no such folder.
class PlanHistory {
 public:
  PlanHistory(const std::filesystem::path& results, const Catalogue& catalogue, const Warn& warn);

  /// Measured trials of all sessions under the same catalogue, and imported ones, that ended well.
  /// Where a training was not told its epochs, they are the catalogue's default. The reference
  /// stays good.
  const std::vector<PastTrial>& of(const Model& model);

  /// Seconds of an epoch of the model alone: the median of those trials. Absent: it has none whose
  /// epochs are known.
  std::optional<double> epoch_seconds(const Model& model);

  /// What the index holds of one session; read once. The reference stays good.
  const std::vector<TrialSummary>& trials(const std::string& session);

  /// From now on as if that session were not there.
  void leave_out(const std::string& session);

 private:
  std::unique_ptr<Index> index_;
  std::string catalogue_;
  std::string left_out_;
  std::map<std::string, std::vector<PastTrial>> known_;  ///< by the model's name
  std::map<std::string, std::vector<TrialSummary>> sessions_;
};

}  // namespace mutlua
