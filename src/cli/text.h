// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "base/units.h"

namespace mutlua {

/// Columns that a text takes on a terminal. For UTF-8 in a UTF-8 locale; colour codes take none.
int display_width(const std::string& text);

/// The text cut to at most so many columns.
std::string cut(const std::string& text, int columns);

/// "0.4s", "12s", "3m 05s", "2h 10m", "1d 13h".
std::string duration_text(Seconds span);

/// Rows as aligned columns, two blanks between them; numbers to the right where a column holds
/// nothing else.
std::string table_text(const std::vector<std::vector<std::string>>& rows);

/// One line of comma-separated values as RFC 4180 writes them.
std::string csv_line(const std::vector<std::string>& cells);

}  // namespace mutlua
