// SPDX-License-Identifier: MIT
#include "store/csv_text.h"

#include <algorithm>
#include <utility>

namespace mutlua {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

std::string quoted(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string out = "\"";
  for (const char c : text) out.append(c == '"' ? 2 : 1, c);
  return out + '"';
}

/// Reads cell after cell; what it is at is always the next character.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  std::vector<std::vector<std::string>> rows() {
    while (!text_.empty()) read_row();
    return std::move(rows_);
  }

 private:
  bool at(char c) const { return !text_.empty() && text_.front() == c; }
  bool at_end_of_line() const { return at('\r') || at('\n'); }

  void read_row() {
    std::vector<std::string> row;
    do {
      row.push_back(cell());
    } while (skip(','));
    if (!skip('\r') || at('\n')) skip('\n');
    if (row.size() > 1 || !row.front().empty()) rows_.push_back(std::move(row));
  }

  bool skip(char c) {
    if (!at(c)) return false;
    text_.remove_prefix(1);
    return true;
  }

  std::string cell() {
    std::string cell;
    if (skip('"')) read_quoted(cell);
    const std::size_t end = std::min(text_.find_first_of(",\r\n"), text_.size());
    cell += text_.substr(0, end);
    text_.remove_prefix(end);
    return cell;
  }

  void read_quoted(std::string& cell) {
    while (!text_.empty()) {
      const std::size_t end = std::min(text_.find('"'), text_.size());
      cell += text_.substr(0, end);
      text_.remove_prefix(end);
      if (!skip('"')) return;
      if (!skip('"')) return;
      cell += '"';
    }
  }

  std::string_view text_;
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace

std::string csv_line(const std::vector<std::string>& cells) {
  std::string line;
  for (const std::string& cell : cells) line += quoted(cell) + ',';
  if (!cells.empty()) line.pop_back();
  return line + "\r\n";
}

std::vector<std::vector<std::string>> csv_rows(std::string_view text) {
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  return Reader(text).rows();
}

}  // namespace mutlua
