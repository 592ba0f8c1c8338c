// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/units.h"

namespace mutlua {

/// One line of a file that CsvFile wrote. What it should not be is Error(usage) with file and line.
class CsvRow {
 public:
  /// REQUIRES: path and text outlive the row.
  CsvRow(const std::filesystem::path& path, int line, std::string_view text);

  /// Throws unless there are so many cells; the others want them to be there.
  void expect(std::size_t cells) const;

  std::string_view text(std::size_t cell) const { return cells_[cell]; }
  /// Absent: an empty cell, which is an unknown value. Within 4e18 of 0, so that differences of two
  /// do not overflow.
  std::optional<std::int64_t> optional_number(std::size_t cell) const;
  std::optional<std::uint64_t> optional_unsigned(std::size_t cell) const;
  std::int64_t number(std::size_t cell) const;
  Instant instant(std::size_t cell) const { return {Nanoseconds(number(cell))}; }
  /// A number from 0 to count - 1.
  int index(std::size_t cell, std::size_t count) const;

  [[noreturn]] void fail(const std::string& message) const;

 private:
  const std::filesystem::path& path_;
  int line_;
  std::vector<std::string_view> cells_;
};

/// Every line after the first; none if there is no such file. A last line without an end is left
/// out: it is torn.
void for_each_row(const std::filesystem::path& path, const std::function<void(const CsvRow&)>& use);

}  // namespace mutlua
