// SPDX-License-Identifier: MIT
#include "store/index_reader.h"

#include <optional>
#include <unordered_map>

namespace mutlua {
namespace {

std::optional<std::string> text(const SQLite::Column& column) {
  if (column.isNull()) return std::nullopt;
  return column.getString();
}

std::optional<double> number(const SQLite::Column& column) {
  if (column.isNull()) return std::nullopt;
  return column.getDouble();
}

template <typename T>
std::optional<T> integer(const SQLite::Column& column) {
  if (column.isNull()) return std::nullopt;
  return static_cast<T>(column.getInt64());
}

Json value(const SQLite::Column& column) {
  if (column.isNull()) return nullptr;
  if (column.isInteger()) return column.getInt64();
  if (column.isFloat()) return column.getDouble();
  return column.getString();
}

NamedValues factors(const std::string& text) {
  NamedValues values;
  const Json object = Json::parse(text, nullptr, false);
  if (!object.is_object()) return values;
  for (auto it = object.begin(); it != object.end(); ++it)
    values.emplace_back(it.key(), it.value());
  return values;
}

constexpr const char* kTrials = R"(
SELECT trial_id, experiment_id, identity, repeat, execution_number, lifetime, t.study, t.catalogue,
  t.simulated, block, label, factors, mode, repository, model, background, replicate, occurrence,
  success, status, energy_verdict, performance_verdict, duration_seconds, retries, message,
  timestamp, started_at, ended_at, cpu_energy_pkg_joules, cpu_energy_ram_joules,
  cpu_energy_total_joules, gpu_power_avg_watts, gpu_power_max_watts, gpu_power_min_watts,
  gpu_energy_total_joules, gpu_temp_avg_celsius, gpu_temp_max_celsius, gpu_util_avg_percent,
  gpu_util_max_percent, total_energy_joules, legacy_gpu_energy_joules, background_note,
  background_log_directory, imported_from, layout, treatment, peak_gpu_memory_bytes, repositories,
  foregrounds
FROM trials AS t JOIN sessions AS s USING (session_id)
WHERE s.name = ? ORDER BY execution_number, experiment_id)";

TrialSummary trial(SQLite::Statement& query) {
  int next = 1;
  const auto column = [&] { return query.getColumn(next++); };
  TrialSummary trial;
  trial.experiment_id = column().getString();
  trial.identity = text(column());
  trial.repeat = column().getInt();
  trial.execution_number = column().getInt();
  trial.lifetime = integer<int>(column());
  trial.study = text(column());
  trial.catalogue = text(column());
  trial.simulated = column().getInt() != 0;
  trial.block = text(column());
  trial.label = text(column());
  trial.factors = factors(column().getString());
  trial.mode = column().getString();
  trial.repository = text(column());
  trial.model = text(column());
  trial.background = text(column());
  trial.replicate = integer<int>(column());
  trial.occurrence = integer<int>(column());
  trial.success = integer<bool>(column());
  trial.status = text(column());
  trial.energy_verdict = text(column());
  trial.performance_verdict = text(column());
  trial.duration_seconds = number(column());
  trial.retries = integer<std::int64_t>(column());
  trial.message = text(column());
  trial.timestamp = text(column());
  trial.started_at = text(column());
  trial.ended_at = text(column());
  for (std::size_t i = 0; i < energy_metric_names().size(); ++i) {
    trial.energy_metrics.push_back(number(column()));
  }
  trial.total_energy_joules = number(column());
  trial.legacy_gpu_energy_joules = number(column());
  trial.background_note = text(column());
  trial.background_log_directory = text(column());
  trial.imported_from = text(column());
  trial.layout = text(column());
  trial.treatment = text(column());
  trial.peak_gpu_memory_bytes = number(column());
  if (const auto repositories = text(column()))
    trial.repositories = Json::parse(*repositories, nullptr, false);
  trial.foregrounds = text(column());
  return trial;
}

/// Runs a query whose first column is a trial_id, for one session.
template <typename Take>
void each_of(SQLite::Database& database, const std::string& session, const std::string& table,
             const std::string& columns, const Take& take) {
  SQLite::Statement query(database, "SELECT x.trial_id, " + columns + " FROM " + table +
                                        " AS x JOIN trials USING (trial_id)"
                                        " JOIN sessions AS s USING (session_id) WHERE s.name = ?");
  query.bind(1, session);
  while (query.executeStep()) take(query);
}

}  // namespace

std::vector<TrialSummary> read_summaries(SQLite::Database& database, const std::string& session) {
  SQLite::Transaction snapshot(database);  // all queries see the same state
  std::vector<TrialSummary> trials;
  std::unordered_map<std::int64_t, std::size_t> positions;
  SQLite::Statement query(database, kTrials);
  query.bind(1, session);
  while (query.executeStep()) {
    positions[query.getColumn(0).getInt64()] = trials.size();
    trials.push_back(trial(query));
    trials.back().session = session;
  }
  const auto owner = [&](SQLite::Statement& row) -> TrialSummary& {
    return trials[positions.at(row.getColumn(0).getInt64())];
  };
  each_of(
      database, session, "hyperparameters", "x.role, x.position, x.name, x.value, x.source",
      [&](SQLite::Statement& row) {
        owner(row).hyperparameters.push_back(
            {row.getColumn(1).getString(), row.getColumn(2).getInt(), row.getColumn(3).getString(),
             value(row.getColumn(4)), row.getColumn(5).getString()});
      });
  each_of(database, session, "metrics", "x.training, x.name, x.value", [&](SQLite::Statement& row) {
    if (row.getColumn(1).getInt() != 1) return;
    owner(row).metrics.emplace_back(row.getColumn(2).getString(), value(row.getColumn(3)));
  });
  each_of(database, session, "flags", "x.flag, x.severity, x.value, x.threshold, x.detail",
          [&](SQLite::Statement& row) {
            owner(row).flags.push_back({row.getColumn(1).getString(), text(row.getColumn(2)),
                                        value(row.getColumn(3)), value(row.getColumn(4)),
                                        text(row.getColumn(5))});
          });
  return trials;
}

// The other columns are those of the row that max() finds.
std::vector<TrialNames> read_names(SQLite::Database& database, const std::string& session) {
  SQLite::Statement query(database, R"(
SELECT identity, label, factors, max(repeat) FROM trials JOIN sessions AS s USING (session_id)
WHERE s.name = ? AND identity IS NOT NULL GROUP BY identity)");
  query.bind(1, session);
  std::vector<TrialNames> trials;
  while (query.executeStep()) {
    const Json levels = Json::parse(query.getColumn(2).getString(), nullptr, false);
    trials.push_back({.identity = query.getColumn(0).getString(),
                      .label = text(query.getColumn(1)),
                      .factors = levels.is_object() ? levels : Json::object()});
  }
  return trials;
}

std::vector<StoredTrial> read_trials(SQLite::Database& database, const std::string& session) {
  SQLite::Statement query(database, R"(
SELECT coalesce(identity, ''), repeat, experiment_id, execution_number, coalesce(success, 0),
  coalesce(status, ''), coalesce(energy_verdict, ''), coalesce(performance_verdict, ''),
  coalesce(repositories, '')
FROM trials JOIN sessions AS s USING (session_id)
WHERE s.name = ? AND trials.simulated = s.simulated
ORDER BY execution_number, experiment_id)");
  query.bind(1, session);
  std::vector<StoredTrial> trials;
  while (query.executeStep()) {
    trials.push_back({query.getColumn(0).getString(), query.getColumn(1).getInt(),
                      query.getColumn(2).getString(), query.getColumn(3).getInt(),
                      query.getColumn(4).getInt() != 0, query.getColumn(5).getString(),
                      query.getColumn(6).getString(), query.getColumn(7).getString(),
                      query.getColumn(8).getString()});
  }
  return trials;
}

std::vector<PastTraining> read_past_trainings(SQLite::Database& database,
                                              const std::string& repository,
                                              const std::string& model,
                                              const std::string& except_session) {
  SQLite::Statement query(database, R"(
SELECT t.trial_id, t.mode = 'parallel', h.name, h.value
FROM trials AS t JOIN sessions AS s USING (session_id) JOIN hyperparameters AS h USING (trial_id)
WHERE t.repository = ? AND t.model = ? AND s.name <> ? AND t.simulated = 0
  AND h.role = 'foreground' AND h.position = 1 AND h.source = 'passed'
ORDER BY t.trial_id)");
  query.bind(1, repository);
  query.bind(2, model);
  query.bind(3, except_session);
  std::vector<PastTraining> found;
  std::int64_t last = -1;
  while (query.executeStep()) {
    if (query.getColumn(0).getInt64() != last) {
      last = query.getColumn(0).getInt64();
      found.push_back({.repository = repository,
                       .model = model,
                       .parallel = query.getColumn(1).getInt() != 0,
                       .values = {}});
    }
    const Json number = value(query.getColumn(3));
    if (number.is_number())
      found.back().values.emplace_back(query.getColumn(2).getString(), number);
  }
  return found;
}

}  // namespace mutlua
