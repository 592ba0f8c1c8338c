// SPDX-License-Identifier: MIT
#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <filesystem>
#include <string>
#include <vector>

#include "store/history.h"

namespace mutlua {

/// Whose earlier trainings are wanted.
struct PastUseOf {
  std::string repository;
  std::string model;
  std::string catalogue;       ///< trials under another catalogue train something else
  bool imported = false;       ///< also what was imported, whose catalogue nobody noted
  std::string except_session;  ///< its trials do not count
};

/// What trainings of a model alone used of the GPU, newest trials first, 200 of them at most: those
/// that were measured (not simulated), succeeded and are valid. The memory stands in the records
/// of the results folder, the utilisation in the index. Throws SQLite::Exception.
std::vector<PastUse> read_past_uses(SQLite::Database& database,
                                    const std::filesystem::path& results, const PastUseOf& of);

}  // namespace mutlua
