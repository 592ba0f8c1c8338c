// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>

#include "base/json.h"
#include "legacy/csv_table.h"

namespace mutlua {

/// One row of a table of the old tool or of its analysts: summary.csv (any width), summary_all.csv,
/// raw_data.csv or data.csv. A concurrent run's cell is taken from its column, else from the one
/// that begins with fg_.
struct TableRow {
  Json record;                      ///< as old_record.h makes it, with the table's figures
  std::string id;                   ///< experiment_id without what was put before it ("default__")
  std::size_t from_foreground = 0;  ///< cells that stood only in columns fg_...
};

/// Throws Error(usage) with the reason if the row cannot be one experiment.
TableRow read_table_row(const CsvTable& table, std::size_t row);

}  // namespace mutlua
