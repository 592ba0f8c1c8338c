// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace mutlua {

/// A column of a table that is made to fit.
struct TableColumn {
  std::string name;
  int spare = 0;  ///< the largest is left out first; 0: never
  int least = 0;  ///< it may be cut to so many places; 0: it may not
  /// A shorter form of a cell, taken where the table does not fit; may be empty.
  std::function<std::string(const std::string&)> shorter = {};
};

/// Rows as table_text gives them, under the names of the columns and without those that say nothing
/// in any row. Where they are wider than `width`, cells take their shorter forms, columns are left
/// out, those first that say the same in all rows, and what is too wide still is cut; a last line
/// says what was left out. Absent: of any width. REQUIRES: a cell for each column.
std::string fitted_table(std::vector<TableColumn> columns,
                         std::vector<std::vector<std::string>> rows, std::optional<int> width);

}  // namespace mutlua
