// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/json.h"
#include "store/trial_summary.h"

namespace mutlua {

/// A training of the past, as far as it may forbid to draw its values again.
struct PastTraining {
  std::string repository;
  std::string model;
  bool parallel = false;          ///< beside a load
  bool in_further_cells = false;  ///< the old tool overlooked it: it stands in fg_... cells only
  NamedValues values = {};        ///< the hyperparameters it was given: numbers

  bool operator==(const PastTraining&) const = default;
};

/// What a training of the past used of the GPU; absent where nobody told.
struct PastUse {
  std::optional<double> gpu_memory_bytes;  ///< the most
  std::optional<double> gpu_percent;       ///< mean utilisation

  bool operator==(const PastUse&) const = default;
};

/// What one source says of the past.
struct History {
  std::vector<PastTraining> trainings;
  std::vector<PastUse> uses = {};
  std::vector<std::string> warnings;  ///< why it says less than it might

  bool operator==(const History&) const = default;
};

/// experiment_id and timestamp of trials, by which their lines in a table are known.
using TrialStamps = std::set<std::pair<std::string, std::string>>;

/// Reads a CSV table with a line per training: summary.csv, the old tool's summary_all.csv and the
/// wider tables made of it, whose parallel rows have their values in hyperparam_... cells or in
/// fg_hyperparam_... ones. Lines of `own` and of simulated trials are left out, and with a warning
/// those that have more or fewer cells than the first line. A file that cannot be read, is larger
/// than 32 MiB or is another table is a warning, and an empty history. Throws nothing of its own.
History read_history_csv(const std::filesystem::path& file, const TrialStamps& own);

Json history_json(const History& history);
/// Throws nlohmann's exceptions for what history_json has not written.
History parse_history(const Json& json);

}  // namespace mutlua
