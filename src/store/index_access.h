// SPDX-License-Identifier: MIT
#pragma once

#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>

#include <filesystem>

#include "store/index.h"

namespace mutlua {

/// Does something with the index `file`; SQLite's exceptions become IndexError.
template <typename Action>
auto guarded(const std::filesystem::path& file, const Action& action) {
  try {
    return action();
  } catch (const SQLite::Exception& error) {
    throw IndexError(fmt::format("the index {} cannot be used: {}", file.string(), error.what()));
  }
}

/// A transaction that waits for other writers at its beginning and not, in vain, in its middle.
inline SQLite::Transaction write_transaction(SQLite::Database& database) {
  return SQLite::Transaction(database, SQLite::TransactionBehavior::IMMEDIATE);
}

}  // namespace mutlua
