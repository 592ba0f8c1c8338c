// SPDX-License-Identifier: MIT
#include "cli/grouped_table.h"

#include <algorithm>
#include <sstream>

#include "cli/text.h"

namespace mutlua {
namespace {

constexpr int kIndent = 4;

/// The heads and rows without the columns that are empty in all rows, as aligned lines.
std::vector<std::string> lines_of(const std::vector<std::string>& heads,
                                  const std::vector<GroupedRow>& rows) {
  std::vector<std::vector<std::string>> table(rows.size() + 1);
  for (std::size_t c = 0; c < heads.size(); ++c) {
    const bool used = std::any_of(rows.begin(), rows.end(),
                                  [c](const GroupedRow& row) { return !row.cells[c].empty(); });
    if (!used) continue;
    table.front().push_back(heads[c]);
    for (std::size_t r = 0; r < rows.size(); ++r) table[r + 1].push_back(rows[r].cells[c]);
  }
  std::vector<std::string> lines;
  std::istringstream text(table_text(table));
  for (std::string line; std::getline(text, line);) lines.push_back("  " + line);
  return lines;
}

std::string with_note(const std::string& line, const std::string& note, int columns) {
  if (note.empty()) return line + "\n";
  if (display_width(line) + 2 + display_width(note) <= columns)
    return line + "  " + printable(note) + "\n";
  return line + "\n" + std::string(kIndent, ' ') + wrapped(note, kIndent, columns) + "\n";
}

}  // namespace

std::string grouped_table(const std::vector<std::string>& heads,
                          const std::vector<GroupedRow>& rows, int columns) {
  if (rows.empty()) return "";
  const std::vector<std::string> lines = lines_of(heads, rows);
  std::string text = lines.front() + "\n";
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const bool begins = i == 0 || rows[i].group != rows[i - 1].group;
    if (begins && !rows[i].group.empty()) text += wrapped(rows[i].group, kIndent, columns) + "\n";
    text += with_note(lines[i + 1], rows[i].note, columns);
  }
  return text;
}

}  // namespace mutlua
