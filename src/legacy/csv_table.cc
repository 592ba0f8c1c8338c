// SPDX-License-Identifier: MIT
#include "legacy/csv_table.h"

#include <algorithm>
#include <utility>

#include "base/error.h"
#include "legacy/utf8.h"

namespace mutlua {
namespace {

/// Splits a text into cells, one character after another.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {
    if (text_.starts_with("\xef\xbb\xbf")) text_.remove_prefix(3);
  }

  bool next_row(std::vector<std::string>& row) {
    row.clear();
    while (position_ < text_.size() && (text_[position_] == '\n' || text_[position_] == '\r')) {
      ++position_;
    }
    if (position_ >= text_.size()) return false;
    do row.push_back(valid_utf8(cell()));
    while (take(','));
    return true;
  }

 private:
  bool take(char wanted) {
    if (position_ >= text_.size() || text_[position_] != wanted) return false;
    ++position_;
    return true;
  }

  std::string cell() {
    if (!take('"')) {
      const std::size_t begin = position_;
      position_ = std::min(text_.find_first_of(",\r\n", begin), text_.size());
      return std::string(text_.substr(begin, position_ - begin));
    }
    std::string content;
    while (true) {
      const std::size_t quote = text_.find('"', position_);
      if (quote == std::string_view::npos) {
        throw Error(ErrorKind::usage, "a quote in the table is never closed");
      }
      content += text_.substr(position_, quote - position_);
      position_ = quote + 1;
      if (!take('"')) break;
      content += '"';
    }
    const std::size_t begin = position_;  // what follows the quote is kept as it is
    position_ = std::min(text_.find_first_of(",\r\n", begin), text_.size());
    return content.append(text_.substr(begin, position_ - begin));
  }

  std::string_view text_;
  std::size_t position_ = 0;
};

}  // namespace

CsvTable read_csv_table(std::string_view text) {
  Reader reader(text);
  CsvTable table;
  reader.next_row(table.head);
  for (std::vector<std::string> row; reader.next_row(row);) table.rows.push_back(std::move(row));
  return table;
}

}  // namespace mutlua
