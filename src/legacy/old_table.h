// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"

namespace mutlua {

/// The cells of a CSV file: the head, and the rows as they are, long or short.
struct CsvTable {
  std::vector<std::string> head;
  std::vector<std::vector<std::string>> rows;
};

/// Reads CSV as Python's csv module writes it: quotes where needed and doubled within, any line
/// ends, an optional byte order mark. Bytes that are no UTF-8 become U+FFFD. Empty lines are no
/// rows. Throws Error(usage) for a quote that is never closed.
CsvTable read_csv_table(std::string_view text);

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
