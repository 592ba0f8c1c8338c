// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "legacy/object.h"
#include "legacy/settings.h"

namespace mutlua {

/// What the top of a settings file says for experiments that say nothing themselves.
struct LegacyUsual {
  std::optional<std::string> mode;
  const Json* runs = nullptr;  ///< nullptr: 1
  std::string runs_where;
  std::optional<int> runs_override;  ///< of the command line: wins over everything
};

/// Reads one experiment as it was meant, whatever its dialect: one or two entries (baseline runs
/// are an entry of their own), none if it runs 0 times. Throws CannotRun.
std::vector<LegacyEntry> read_entry(LegacyObject& object, const LegacyUsual& usual,
                                    const LegacyContext& context);

/// Reads one experiment as the old tool's last version did. Throws CannotRun.
std::vector<LegacyEntry> read_entry_strictly(LegacyObject& object, const LegacyUsual& usual,
                                             const LegacyContext& context);

/// Whether the experiment holds nothing but words for people.
bool is_only_remarks(const LegacyObject& object);

/// How often: the first of these that is said at all, else 1.
struct LegacyRuns {
  const Json* value = nullptr;
  std::string where;

  /// Keeps what is there already.
  void otherwise(const Json* next, const std::string& next_where);
  /// Throws CannotRun for what is no number of runs.
  int count(const LegacyUsual& usual, const LegacyContext& context);
};

}  // namespace mutlua
