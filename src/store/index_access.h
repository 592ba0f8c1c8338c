// SPDX-License-Identifier: MIT
#pragma once

#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>
#include <sqlite3.h>

#include <filesystem>

#include "store/index.h"

namespace mutlua {

/// The file is an index, but broken inside: what it holds has to be read from the folders again.
class DamagedIndex : public IndexError {
 public:
  using IndexError::IndexError;
};

inline bool tells_of_damage(const SQLite::Exception& error) {
  const int code = error.getErrorCode() & 0xff;
  return code == SQLITE_CORRUPT || code == SQLITE_NOTADB;
}

/// Does something with the index `file`; SQLite's exceptions become IndexError.
template <typename Action>
auto guarded(const std::filesystem::path& file, const Action& action) {
  try {
    return action();
  } catch (const SQLite::Exception& error) {
    const std::string problem =
        fmt::format("the index {} cannot be used: {}", file.string(), error.what());
    if (tells_of_damage(error)) throw DamagedIndex(problem);
    throw IndexError(problem);
  }
}

/// The same; if the index turns out to be damaged, it is built anew and the action done again.
template <typename Action>
auto Index::mended(const Action& action) {
  try {
    return guarded(file_, action);
  } catch (const DamagedIndex& damage) {
    if (!may_write_) throw;
    guarded(file_, [&] { build_anew(fmt::format("it is damaged: {}", damage.what())); });
    return guarded(file_, action);
  }
}

/// A transaction that waits for other writers at its beginning and not, in vain, in its middle.
inline SQLite::Transaction write_transaction(SQLite::Database& database) {
  return SQLite::Transaction(database, SQLite::TransactionBehavior::IMMEDIATE);
}

}  // namespace mutlua
