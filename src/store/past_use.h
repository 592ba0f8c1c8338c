// SPDX-License-Identifier: MIT
#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <filesystem>
#include <vector>

#include "store/history.h"
#include "store/past_of.h"

namespace mutlua {

/// What trainings of a model alone used of the GPU, newest trials first, 200 of them at most: those
/// that succeeded, are valid and had neither a load nor another training beside them. The memory
/// stands in the records of the results folder, the utilisation in the index. Throws
/// SQLite::Exception.
std::vector<PastUse> read_past_uses(SQLite::Database& database,
                                    const std::filesystem::path& results, const PastOf& of);

}  // namespace mutlua
