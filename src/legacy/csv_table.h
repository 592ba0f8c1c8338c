// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

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

}  // namespace mutlua
