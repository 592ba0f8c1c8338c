// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace mutlua {

/// The rows of a CSV text, as Python's csv module reads them: a cell that begins with a quote may
/// hold commas, line ends and doubled quotes; lines end with LF, CRLF or CR; empty ones are no
/// rows. A quote that is never closed takes the rest of the text into its cell.
class CsvReader {
 public:
  /// Skips a byte order mark. REQUIRES: the text outlives the reader.
  explicit CsvReader(std::string_view text);

  /// Reads the next row into `cells`; false if there is none.
  bool next(std::vector<std::string>& cells);

  /// The line, from 1, on which the row begins that was read last.
  int line() const { return row_line_; }

  /// Whether a quote was never closed, in what was read so far.
  bool unclosed() const { return unclosed_; }

 private:
  bool at_line_end() const;
  void skip_line_end();
  void read_cell(std::string& cell);
  void read_quoted(std::string& cell);

  std::string_view text_;
  std::size_t position_ = 0;
  int line_ = 1;
  int row_line_ = 0;
  bool unclosed_ = false;
};

}  // namespace mutlua
