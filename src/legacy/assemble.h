// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <string>

#include "base/json.h"
#include "legacy/old_results.h"
#include "legacy/old_table.h"

namespace mutlua {

/// What is imported of one experiment: its record with the energy recomputed from the raw files,
/// the old sum beside it, flags on what is wrong with it by itself, and `imported` = {from, layout,
/// id, repairs}. Throws Error(usage) with the reason if it has to be refused.
Json assemble(const OldExperiment& experiment, const OldSession& session);

/// The same for a row of the table `file`. Tables hold no samples, so the GPU's energy is unknown
/// and the old sum stands beside it alone.
Json assemble(const CsvTable& table, std::size_t row, const std::filesystem::path& file);

/// Notes in the record that something of it was mended.
void add_repair(Json& record, const std::string& repair);

}  // namespace mutlua
