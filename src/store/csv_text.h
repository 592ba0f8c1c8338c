// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace mutlua {

/// One line with its end, CRLF; cells are quoted only where they must be. As Python's csv module
/// writes it by default (RFC 4180).
std::string csv_line(const std::vector<std::string>& cells);

/// The rows of a text, each with the cells that it has. Lines may end with CRLF, LF or CR; quoted
/// cells may hold line ends; a byte order mark and blank lines are left out. Nothing is refused: a
/// quote that is never closed ends with the text.
std::vector<std::vector<std::string>> csv_rows(std::string_view text);

}  // namespace mutlua
