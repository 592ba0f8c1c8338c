// SPDX-License-Identifier: MIT
#include "store/csv_text.h"

#include "store/csv_reader.h"

namespace mutlua {
namespace {

std::string quoted(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string out = "\"";
  for (const char c : text) out.append(c == '"' ? 2 : 1, c);
  return out + '"';
}

}  // namespace

std::string csv_line(const std::vector<std::string>& cells) {
  std::string line;
  for (const std::string& cell : cells) line += quoted(cell) + ',';
  if (!cells.empty()) line.pop_back();
  return line + "\r\n";
}

std::vector<std::vector<std::string>> csv_rows(std::string_view text) {
  std::vector<std::vector<std::string>> rows;
  CsvReader reader(text);
  for (std::vector<std::string> row; reader.next(row);) rows.push_back(row);
  return rows;
}

}  // namespace mutlua
