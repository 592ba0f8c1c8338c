// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "store/trial_names.h"

namespace mutlua {

/// A trial of a session's design that was not measured in it: one of another session counts.
struct CountedElsewhere {
  TrialNames names;           ///< of the trial in this design
  std::string session;        ///< that has the record, as in the index
  std::string experiment_id;  ///< of the record
  int replaces = 0;           ///< repeats of the session's own that it stands in for; 0: none was

  bool operator==(const CountedElsewhere&) const = default;
};

Json to_json(const CountedElsewhere& trial);

/// What SESSION/counted_elsewhere.json holds: what the last run with --gap found elsewhere. Empty
/// without the file. Throws Error(machine) if it cannot be read.
std::vector<CountedElsewhere> read_counted_elsewhere(const std::filesystem::path& session);

/// Replaces the file, durably. Throws Error(machine).
void write_counted_elsewhere(const std::filesystem::path& session,
                             const std::vector<CountedElsewhere>& trials);

}  // namespace mutlua
