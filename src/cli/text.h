// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/units.h"

namespace mutlua {

/// The text with a '?' for each control character and each byte that is not UTF-8, so that what a
/// script or a log says cannot steer the terminal. Those in `kept` stay.
std::string printable(std::string_view text, std::string_view kept = "");

/// Columns that a text takes on a terminal. For UTF-8 in a UTF-8 locale; colour codes take none.
int display_width(const std::string& text);

/// The text cut to at most so many columns.
std::string cut(const std::string& text, int columns);

/// The words of a text, made printable, in lines of at most so many columns. It is to stand
/// `indent` columns from the left: lines after the first begin with as many blanks.
std::string wrapped(const std::string& text, int indent, int columns);

/// "0.4s", "12s", "3m 05s", "2h 10m", "1d 13h".
std::string duration_text(Seconds span);

/// Rows as aligned columns, two blanks between them; numbers to the right where a column holds
/// nothing else. Cells are made printable.
std::string table_text(std::vector<std::vector<std::string>> rows);

}  // namespace mutlua
