// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <vector>

#include "base/json.h"

namespace mutlua {

/// What scripts emitted outside trials: one JSON object per line.
inline constexpr const char* kRowsFile = "rows.jsonl";

/// Appends one line of JSON. After a torn line a new one is begun. Throws Error(machine), and
/// Error(script) for a row that is no object: read_rows would not find it again.
void append_row(const std::filesystem::path& file, const Json& row);

/// The rows of a file, in order; none if there is no file. Lines that are no JSON object, such as
/// the torn end of an interrupted write, are skipped. Throws Error(machine).
std::vector<Json> read_rows(const std::filesystem::path& file);

}  // namespace mutlua
