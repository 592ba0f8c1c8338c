// SPDX-License-Identifier: MIT
#include "store/lacking.h"

#include <SQLiteCpp/SQLiteCpp.h>

namespace mutlua {

// Each training has at least one attempt.
std::unordered_set<std::string> read_lacking(SQLite::Database& database, const std::string& session,
                                             const std::string& metric) {
  SQLite::Statement query(database, R"(
SELECT DISTINCT t.experiment_id
FROM sessions AS s JOIN trials AS t USING (session_id) JOIN attempts AS a USING (trial_id)
WHERE s.name = ? AND t.mode IN ('sequential', 'parallel') AND NOT EXISTS
  (SELECT 1 FROM metrics AS m WHERE m.trial_id = a.trial_id AND m.training = a.training
     AND m.name = ? AND m.value IS NOT NULL))");
  query.bind(1, session);
  query.bind(2, metric);
  std::unordered_set<std::string> lacking;
  while (query.executeStep()) lacking.insert(query.getColumn(0).getString());
  return lacking;
}

}  // namespace mutlua
