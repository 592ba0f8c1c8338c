// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "legacy/settings.h"

namespace mutlua {

/// One line of the table that a script's experiments become.
struct ScriptRow {
  LegacyEntry entry;
  std::vector<std::string> one_by_one;  ///< names that are mutated one after the other, or empty
};

/// The experiments of a script: what a person would write as a table, and a loop over it.
struct ScriptRows {
  std::vector<ScriptRow> rows;
  int times = 1;            ///< the whole list, so often in a row
  bool one_by_one = false;  ///< every row that mutates has names to mutate one after the other

  bool any_mutated() const;
  bool any_fixed() const;
  bool any_background() const;
  bool all_backgrounds() const;
};

/// Experiments that differ only in the one name that they mutate become one row, and a list that is
/// repeated as a whole stands once. Trials and their order stay the same.
ScriptRows rows_of(const std::vector<LegacyEntry>& entries);

}  // namespace mutlua
