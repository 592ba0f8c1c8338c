// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace mutlua {

/// One line with its end, CRLF; cells are quoted only where they must be. As Python's csv module
/// writes it by default (RFC 4180).
std::string csv_line(const std::vector<std::string>& cells);

/// The rows of a text as CsvReader gives them, each with the cells that it has. Nothing is refused.
std::vector<std::vector<std::string>> csv_rows(std::string_view text);

}  // namespace mutlua
