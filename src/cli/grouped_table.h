// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

namespace mutlua {

/// A row of a grouped table.
struct GroupedRow {
  std::string group;               ///< its heading: rows of one group stand together
  std::vector<std::string> cells;  ///< one per head
  std::string note;                ///< empty: none
};

/// A table for narrow terminals: what rows have in common stands above them, in lines of at most so
/// many columns. Columns that are empty everywhere are left out; a note that does not fit beside
/// its row stands below it, one of many rows below the table.
std::string grouped_table(const std::vector<std::string>& heads,
                          const std::vector<GroupedRow>& rows, int columns);

}  // namespace mutlua
