// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "store/past_of.h"

namespace SQLite {
class Database;
}

namespace mutlua {

/// What a trial of the past cost.
struct PastTrial {
  std::string session;  ///< as in the index
  std::string study;    ///< empty if unknown
  std::string mode;     ///< "sequential" or "parallel"
  std::string load;     ///< "repository/model" beside it, several joined by " + "; empty: none
  std::optional<double> epochs;  ///< that the foreground was asked for
  std::string values;            ///< "name=value" of all its hyperparameters but the seed
  double seconds = 0;            ///< of its training; positive
  std::optional<double> gpu_joules;
  std::optional<double> cpu_joules;
  std::optional<double> peak_gpu_memory_bytes;
  /// From its start to its end without the training: cooling, settling, starting. Of those only
  /// that needed one attempt.
  std::optional<double> waited_seconds;
  std::optional<double> idle_watts;  ///< of all that was measured, at rest
  // Of attempts before it that failed, as far as they are known.
  double failed_seconds = 0;
  double failed_gpu_joules = 0;
  double failed_cpu_joules = 0;
};

/// Those that trained a model alone or beside a load that is known and ended well, oldest first:
/// the newest 20,000. `epochs` and `seed` are the names of the model's hyperparameters for them.
/// Energy that does not count is absent. Throws SQLite::Exception.
std::vector<PastTrial> read_past_trials(SQLite::Database& database, const PastOf& of,
                                        const std::string& epochs, const std::string& seed);

}  // namespace mutlua
