// SPDX-License-Identifier: MIT
#include "cli/grouped_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <sstream>

#include "cli/text.h"

namespace mutlua {
namespace {

constexpr int kIndent = 4;
constexpr std::size_t kOften = 3;

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

/// What notes that stand in many rows are called there: "[1]".
class Footnotes {
 public:
  explicit Footnotes(const std::vector<GroupedRow>& rows) {
    std::map<std::string, std::size_t> counts;
    for (const GroupedRow& row : rows) {
      if (!row.note.empty() && ++counts[row.note] == kOften) notes_.push_back(row.note);
    }
  }

  std::string in_row(const std::string& note) const {
    const auto found = std::find(notes_.begin(), notes_.end(), note);
    return found == notes_.end() ? note : mark(found - notes_.begin());
  }

  std::string text(int columns) const {
    std::string text;
    for (std::size_t i = 0; i < notes_.size(); ++i) {
      const std::string line = mark(static_cast<std::ptrdiff_t>(i)) + " " + notes_[i];
      text += wrapped(line, kIndent, columns) + "\n";
    }
    return text;
  }

 private:
  static std::string mark(std::ptrdiff_t place) { return fmt::format("[{}]", place + 1); }

  std::vector<std::string> notes_;
};

}  // namespace

std::string grouped_table(const std::vector<std::string>& heads,
                          const std::vector<GroupedRow>& rows, int columns) {
  if (rows.empty()) return "";
  const std::vector<std::string> lines = lines_of(heads, rows);
  const Footnotes footnotes(rows);
  std::string text = lines.front() + "\n";
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const bool begins = i == 0 || rows[i].group != rows[i - 1].group;
    if (begins && !rows[i].group.empty()) text += wrapped(rows[i].group, kIndent, columns) + "\n";
    text += with_note(lines[i + 1], footnotes.in_row(rows[i].note), columns);
  }
  return text + footnotes.text(columns);
}

}  // namespace mutlua
