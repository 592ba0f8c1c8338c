// SPDX-License-Identifier: MIT
#include "cli/fitted_table.h"

#include <algorithm>
#include <cstddef>

#include "cli/text.h"

namespace mutlua {
namespace {

constexpr int kBetween = 2;
constexpr const char* kCut = "..";
constexpr int kSame = 100;  // how much sooner a column is spared that says the same in all rows

class Fitting {
 public:
  Fitting(std::vector<TableColumn> columns, std::vector<std::vector<std::string>> rows)
      : columns_(std::move(columns)), rows_(std::move(rows)) {
    for (auto& row : rows_) {
      for (std::string& cell : row) cell = printable(cell);
    }
    for (std::size_t c = columns_.size(); c-- > 0;) {
      if (says_nothing(c)) remove(c);
    }
  }

  void fit(int width) {
    width_ = width;
    if (sum(widths()) > width) take_shorter_forms();
    while (least_width() > width) {
      const std::size_t spared = most_spare();
      if (columns_.empty() || columns_[spared].spare == 0) break;
      left_out_ = columns_[spared].name + (left_out_.empty() ? "" : ", " + left_out_);
      remove(spared);
    }
    std::vector<int> widths = this->widths();
    for (int over = sum(widths) - width; over > 0; --over) {
      const auto widest = cuttable(widths);
      if (widest == widths.end()) break;
      --*widest;
    }
    cut_to(widths);
  }

  std::string text() const {
    std::vector<std::vector<std::string>> all(1);
    for (const TableColumn& each : columns_) all.front().push_back(each.name);
    all.insert(all.end(), rows_.begin(), rows_.end());
    std::string text = table_text(std::move(all));
    if (left_out_.empty()) return text;
    return text +
           wrapped("(too narrow for: " + left_out_ + "; a file or a pipe gets them)", 0, width_) +
           "\n";
  }

 private:
  bool says_nothing(std::size_t c) const {
    return std::all_of(rows_.begin(), rows_.end(), [&](const auto& row) { return row[c].empty(); });
  }

  bool says_the_same(std::size_t c) const {
    return std::all_of(rows_.begin(), rows_.end(),
                       [&](const auto& row) { return row[c] == rows_.front()[c]; });
  }

  void take_shorter_forms() {
    for (std::size_t c = 0; c < columns_.size(); ++c) {
      if (!columns_[c].shorter) continue;
      for (auto& row : rows_) row[c] = columns_[c].shorter(row[c]);
    }
  }

  /// The column that is missed least. REQUIRES: there is one.
  std::size_t most_spare() const {
    std::size_t best = 0;
    int most = 0;
    for (std::size_t c = 0; c < columns_.size(); ++c) {
      const int spare = columns_[c].spare;
      const int worth = spare > 0 && says_the_same(c) ? spare + kSame : spare;
      if (worth > most) best = c;
      most = std::max(most, worth);
    }
    return best;
  }

  void remove(std::size_t c) {
    const auto at = static_cast<std::ptrdiff_t>(c);
    columns_.erase(columns_.begin() + at);
    for (auto& row : rows_) row.erase(row.begin() + at);
  }

  std::vector<int> widths() const {
    std::vector<int> widths;
    for (std::size_t c = 0; c < columns_.size(); ++c) {
      int width = display_width(columns_[c].name);
      for (const auto& row : rows_) width = std::max(width, display_width(row[c]));
      widths.push_back(width);
    }
    return widths;
  }

  static int sum(const std::vector<int>& widths) {
    int sum = kBetween * std::max(0, static_cast<int>(widths.size()) - 1);
    for (const int width : widths) sum += width;
    return sum;
  }

  int least_of(std::size_t c) const {
    return std::max(columns_[c].least, display_width(columns_[c].name));
  }

  int least_width() const {
    std::vector<int> least = widths();
    for (std::size_t c = 0; c < least.size(); ++c) {
      if (columns_[c].least > 0) least[c] = std::min(least[c], least_of(c));
    }
    return sum(least);
  }

  std::vector<int>::iterator cuttable(std::vector<int>& widths) const {
    auto widest = widths.end();
    for (auto each = widths.begin(); each != widths.end(); ++each) {
      const auto c = static_cast<std::size_t>(each - widths.begin());
      if (columns_[c].least == 0 || *each <= least_of(c)) continue;
      if (widest == widths.end() || *each > *widest) widest = each;
    }
    return widest;
  }

  void cut_to(const std::vector<int>& widths) {
    for (auto& row : rows_) {
      for (std::size_t c = 0; c < columns_.size(); ++c) {
        if (display_width(row[c]) > widths[c])
          row[c] = cut(row[c], widths[c] - display_width(kCut)) + kCut;
      }
    }
  }

  std::vector<TableColumn> columns_;
  std::vector<std::vector<std::string>> rows_;
  std::string left_out_;
  int width_ = 0;
};

}  // namespace

std::string fitted_table(std::vector<TableColumn> columns,
                         std::vector<std::vector<std::string>> rows, std::optional<int> width) {
  Fitting fitting(std::move(columns), std::move(rows));
  if (width) fitting.fit(*width);
  return fitting.text();
}

}  // namespace mutlua
