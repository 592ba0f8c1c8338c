// SPDX-License-Identifier: MIT
// Any file of old results is read without a crash; a row of a table is an experiment or refused.
#include <cstdint>
#include <string>
#include <vector>

#include "base/error.h"
#include "legacy/csv_table.h"
#include "legacy/old_cpu_energy.h"
#include "legacy/old_samples.h"
#include "legacy/old_table.h"
#include "store/csv_text.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  mutlua::csv_rows(text);
  mutlua::read_samples(text, "power_draw_w");
  mutlua::read_perf_report(text);
  mutlua::read_cpu_digest(text);
  mutlua::CsvTable table;
  try {
    table = mutlua::read_csv_table(text);
  } catch (const mutlua::Error&) {
    return 0;
  }
  for (std::size_t row = 0; row < table.rows.size() && row < 100; ++row) {
    try {
      mutlua::read_table_row(table, row);
    } catch (const mutlua::Error&) {
      continue;  // refused with its reason
    }
  }
  return 0;
}
