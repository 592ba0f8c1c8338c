// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "base/files.h"

namespace mutlua {

/// Appends rows of whole numbers to a file while a training is measured: no allocation, one write
/// per flush, no fsync. After a failed write, on a full disk, it drops what follows.
class CsvFile {
 public:
  /// Creates or truncates the file. Throws Error(machine).
  CsvFile(const std::filesystem::path& path, std::string_view header);
  ~CsvFile() { flush(); }
  CsvFile(const CsvFile&) = delete;
  CsvFile& operator=(const CsvFile&) = delete;

  CsvFile& number(std::int64_t value) noexcept;
  CsvFile& unsigned_number(std::uint64_t value) noexcept;
  /// An unknown value: an empty cell.
  CsvFile& unknown() noexcept;
  /// REQUIRES: the text came from cell_text().
  CsvFile& text(std::string_view text) noexcept;
  void end_row() noexcept;
  void flush() noexcept;

  /// Rows were lost: the disk is full, or gone.
  bool failed() const noexcept { return failed_; }

 private:
  void separate() noexcept;
  void append(std::string_view text) noexcept;

  Descriptor file_;
  std::array<char, 1 << 16> buffer_{};
  std::size_t used_ = 0;
  bool row_begun_ = false;
  bool failed_ = false;
};

/// Text as it can stand in a cell: without commas, quotes and control characters, at most 200
/// bytes.
std::string cell_text(std::string_view text);

}  // namespace mutlua
