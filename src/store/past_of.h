// SPDX-License-Identifier: MIT
#pragma once

#include <string>

namespace SQLite {
class Statement;
}

namespace mutlua {

/// Whose earlier trainings are wanted. They are measured ones: what was simulated never counts.
struct PastOf {
  std::string repository;
  std::string model;
  std::string catalogue;            ///< a namesake under another catalogue trains something else
  bool imported = true;             ///< also what was imported, whose catalogue nobody noted
  std::string except_session = {};  ///< its trials do not count
};

/// The condition of a query over `trials AS t JOIN sessions AS s` that only those fulfil.
inline constexpr const char* kPastOf = R"(
  t.repository = :repository AND t.model = :model AND s.name <> :except_session AND t.simulated = 0
  AND CASE WHEN t.imported_from IS NULL THEN t.catalogue = :catalogue ELSE :imported END)";

/// The condition that a trial, though it may look as if it ran alone, is not known to have run
/// beside a load that nobody named. The import flags such.
inline constexpr const char* kNoUnnamedLoad = R"(
  NOT EXISTS (SELECT 1 FROM flags AS u
    WHERE u.trial_id = t.trial_id AND u.flag = 'import.unrecorded_load'))";

/// Gives that condition its values.
void bind(SQLite::Statement& query, const PastOf& of);

}  // namespace mutlua
