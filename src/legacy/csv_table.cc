// SPDX-License-Identifier: MIT
#include "legacy/csv_table.h"

#include "base/error.h"
#include "legacy/utf8.h"
#include "store/csv_reader.h"

namespace mutlua {
namespace {

bool read(CsvReader& reader, std::vector<std::string>& row) {
  if (!reader.next(row)) return false;
  for (std::string& cell : row) cell = valid_utf8(cell);
  return true;
}

}  // namespace

CsvTable read_csv_table(std::string_view text) {
  CsvReader reader(text);
  CsvTable table;
  read(reader, table.head);
  for (std::vector<std::string> row; read(reader, row);) table.rows.push_back(row);
  if (reader.unclosed()) throw Error(ErrorKind::usage, "a quote in the table is never closed");
  return table;
}

}  // namespace mutlua
