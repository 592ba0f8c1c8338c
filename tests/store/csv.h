// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <string>
#include <vector>

namespace mutlua {

/// The rows of a CSV text (RFC 4180). Rows end with CRLF.
inline std::vector<std::vector<std::string>> read_csv(const std::string& text) {
  std::vector<std::vector<std::string>> rows = {{""}};
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '"' && quoted && i + 1 < text.size() && text[i + 1] == '"') {
      rows.back().back() += text[i++];
    } else if (c == '"') {
      quoted = !quoted;
    } else if (c == ',' && !quoted) {
      rows.back().emplace_back();
    } else if (c == '\r' && !quoted) {
      rows.push_back({""});
      ++i;
    } else {
      rows.back().back() += c;
    }
  }
  rows.pop_back();  // nothing follows the last line's end
  return rows;
}

/// The cells of one data row by their column's name.
inline std::map<std::string, std::string> cells_by_name(const std::string& text,
                                                        std::size_t row = 1) {
  const auto rows = read_csv(text);
  std::map<std::string, std::string> cells;
  for (std::size_t i = 0; i < rows.at(0).size(); ++i) cells[rows[0][i]] = rows.at(row).at(i);
  return cells;
}

}  // namespace mutlua
