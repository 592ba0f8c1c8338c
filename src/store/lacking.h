// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <unordered_set>

namespace SQLite {
class Database;
}

namespace mutlua {

/// The trials of a session, by experiment_id, of which a training has no number under a metric's
/// name. Quick for 100,000 of them. Throws SQLite::Exception.
std::unordered_set<std::string> read_lacking(SQLite::Database& database, const std::string& session,
                                             const std::string& metric);

}  // namespace mutlua
