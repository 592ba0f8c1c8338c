// SPDX-License-Identifier: MIT
#include "store/earlier.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "store/past_of.h"

namespace mutlua {
namespace {

constexpr double kSameValue = 1e-6;  // of the larger one: the old tool wrote some with six digits

/// The beginning of both queries: what succeeded, is real and has what is needed.
std::string valid_trials(const EarlierQuery& query) {
  std::string sql =
      "SELECT s.name, t.experiment_id, t.replicate, t.trial_id, t.repositories FROM trials AS t"
      " JOIN sessions AS s USING (session_id)"
      " WHERE s.simulated = 0 AND t.simulated = 0 AND t.success = 1"
      " AND coalesce(t.performance_verdict, '') <> 'invalid'";
  if (query.gpu_energy || query.cpu_energy)
    sql += " AND coalesce(t.energy_verdict, '') <> 'invalid'";
  if (query.gpu_energy) sql += " AND t.gpu_energy_total_joules IS NOT NULL";
  if (query.cpu_energy) sql += " AND t.cpu_energy_total_joules IS NOT NULL";
  for (std::size_t i = 0; i < query.metrics.size(); ++i) {
    sql +=
        " AND EXISTS (SELECT 1 FROM metrics AS m WHERE m.trial_id = t.trial_id"
        " AND m.training = 1 AND m.value IS NOT NULL AND m.name = ?)";
  }
  return sql;
}

int bind_metrics(SQLite::Statement& statement, const EarlierQuery& query) {
  int position = 0;
  for (const std::string& metric : query.metrics) statement.bind(++position, metric);
  return position;
}

/// The value of a foreground's hyperparameter; nothing if nobody noted one.
std::optional<Json> value_of(SQLite::Database& database, std::int64_t trial, int position,
                             const std::string& name) {
  SQLite::Statement statement(database,
                              "SELECT value FROM hyperparameters WHERE trial_id = ?"
                              " AND role = 'foreground' AND position = ? AND name = ?");
  statement.bind(1, trial);
  statement.bind(2, position);
  statement.bind(3, name);
  if (!statement.executeStep()) return std::nullopt;
  const SQLite::Column value = statement.getColumn(0);
  if (value.isNull()) return Json(nullptr);
  return value.isInteger() ? Json(value.getInt64()) : Json(value.getDouble());
}

Seeds seeds_of(SQLite::Database& database, std::int64_t trial,
               const std::vector<std::string>& names) {
  Seeds seeds;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i].empty()) continue;
    const auto seed = value_of(database, trial, static_cast<int>(i) + 1, names[i]);
    if (!seed) return {};
    seeds.push_back(*seed);
  }
  return seeds;
}

EarlierTrial earlier(SQLite::Database& database, const EarlierQuery& query,
                     SQLite::Statement& row) {
  EarlierTrial trial{.session = row.getColumn(0).getString(),
                     .experiment_id = row.getColumn(1).getString(),
                     .replicate = {},
                     .repositories = row.getColumn(4).getString(),
                     .seeds = seeds_of(database, row.getColumn(3).getInt64(), query.seeds)};
  if (!row.getColumn(2).isNull()) trial.replicate = row.getColumn(2).getInt();
  return trial;
}

void add_measured(SQLite::Database& database, const EarlierQuery& query,
                  std::vector<EarlierTrial>& found) {
  SQLite::Statement statement(database,
                              valid_trials(query) +
                                  " AND t.treatment = ? AND t.catalogue = ? AND s.name <> ?"
                                  " AND t.imported_from IS NULL"
                                  " AND NOT EXISTS (SELECT 1 FROM trials AS n"
                                  "  WHERE n.session_id = t.session_id AND n.identity = t.identity"
                                  "  AND n.repeat > t.repeat)"
                                  " ORDER BY t.trial_id");
  int position = bind_metrics(statement, query);
  statement.bind(++position, query.treatment);
  statement.bind(++position, query.catalogue);
  statement.bind(++position, query.except_session);
  while (statement.executeStep()) found.push_back(earlier(database, query, statement));
}

using Numbers = std::map<std::string, double>;

Numbers numbers(const NamedValues& values, const std::string& except) {
  Numbers numbers;
  for (const auto& [name, value] : values) {
    if (name != except && value.is_number()) numbers[name] = value.get<double>();
  }
  return numbers;
}

bool same(const Numbers& one, const Numbers& other) {
  const auto equal = [](const auto& a, const auto& b) {
    const double size = std::max(std::abs(a.second), std::abs(b.second));
    return a.first == b.first && std::abs(a.second - b.second) <= kSameValue * size;
  };
  return std::equal(one.begin(), one.end(), other.begin(), other.end(), equal);
}

/// What a trial passed to one of its models.
NamedValues passed(SQLite::Database& database, std::int64_t trial, const char* role, int position) {
  SQLite::Statement statement(database,
                              "SELECT name, value FROM hyperparameters WHERE trial_id = ?"
                              " AND role = ? AND position = ? AND source = 'passed'");
  statement.bind(1, trial);
  statement.bind(2, role);
  statement.bind(3, position);
  NamedValues values;
  while (statement.executeStep()) {
    const SQLite::Column value = statement.getColumn(1);
    if (value.isInteger() || value.isFloat())
      values.emplace_back(statement.getColumn(0).getString(), value.getDouble());
  }
  return values;
}

bool is_use(SQLite::Database& database, std::int64_t trial, const char* role, int position,
            const ImportedUse& use) {
  return same(numbers(passed(database, trial, role, position), use.seed),
              numbers(use.values, use.seed));
}

std::string joined_names(const std::vector<ImportedUse>& uses) {
  std::string text;
  for (const ImportedUse& use : uses) text += (text.empty() ? "" : " + ") + use.model;
  return text;
}

void add_imported(SQLite::Database& database, const EarlierQuery& query,
                  std::vector<EarlierTrial>& found) {
  const std::vector<ImportedUse>& loads = query.imported->backgrounds;
  SQLite::Statement statement(
      database, valid_trials(query) +
                    " AND t.imported_from IS NOT NULL AND t.repository || '/' || t.model = ?"
                    " AND coalesce(t.background, '') = ? AND " +
                    kNoUnnamedLoad + " ORDER BY t.trial_id");
  int position = bind_metrics(statement, query);
  statement.bind(++position, query.imported->foreground.model);
  statement.bind(++position, joined_names(loads));
  while (statement.executeStep()) {
    const std::int64_t trial = statement.getColumn(3).getInt64();
    bool fits = is_use(database, trial, "foreground", 1, query.imported->foreground);
    for (std::size_t i = 0; fits && i < loads.size(); ++i)
      fits = is_use(database, trial, "background", static_cast<int>(i) + 1, loads[i]);
    if (fits) found.push_back(earlier(database, query, statement));
  }
}

}  // namespace

std::vector<EarlierTrial> read_earlier(SQLite::Database& database, const EarlierQuery& query) {
  std::vector<EarlierTrial> found;
  if (!query.treatment.empty()) add_measured(database, query, found);
  if (query.imported) add_imported(database, query, found);
  return found;
}

}  // namespace mutlua
