// SPDX-License-Identifier: MIT
#include "store/csv_reader.h"

#include <algorithm>

namespace mutlua {

CsvReader::CsvReader(std::string_view text) : text_(text) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (text_.starts_with(kByteOrderMark)) position_ = kByteOrderMark.size();
}

bool CsvReader::at_line_end() const {
  return position_ >= text_.size() || text_[position_] == '\n' || text_[position_] == '\r';
}

void CsvReader::skip_line_end() {
  if (position_ >= text_.size()) return;
  const bool pair = text_.substr(position_).starts_with("\r\n");
  position_ += pair ? 2 : 1;
  ++line_;
}

bool CsvReader::next(std::vector<std::string>& cells) {
  while (position_ < text_.size() && at_line_end()) skip_line_end();
  if (position_ >= text_.size()) return false;
  row_line_ = line_;
  std::size_t count = 0;
  while (true) {
    if (count == cells.size()) cells.emplace_back();  // others keep their memory
    cells[count].clear();
    read_cell(cells[count++]);
    if (at_line_end()) break;
    ++position_;  // the comma
  }
  skip_line_end();
  cells.resize(count);
  return true;
}

/// Ends at the comma or line end behind the cell.
void CsvReader::read_cell(std::string& cell) {
  if (position_ < text_.size() && text_[position_] == '"') read_quoted(cell);
  const std::size_t end = std::min(text_.find_first_of(",\r\n", position_), text_.size());
  cell.append(text_.substr(position_, end - position_));
  position_ = end;
}

/// Ends behind the closing quote.
void CsvReader::read_quoted(std::string& cell) {
  ++position_;
  while (position_ < text_.size()) {
    const std::size_t end = std::min(text_.find('"', position_), text_.size());
    const std::string_view part = text_.substr(position_, end - position_);
    cell.append(part);
    line_ += static_cast<int>(std::count(part.begin(), part.end(), '\n'));
    position_ = std::min(end + 1, text_.size());
    if (end == text_.size()) unclosed_ = true;
    if (position_ >= text_.size() || text_[position_] != '"') return;
    cell += '"';
    ++position_;
  }
}

}  // namespace mutlua
