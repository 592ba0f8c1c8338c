// SPDX-License-Identifier: MIT
#include "store/index_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

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

constexpr const char* kTrial = R"(
SELECT experiment_id, identity, repeat, execution_number, lifetime, t.study, t.catalogue,
  t.simulated, block, label, factors, mode, repository, model, background, replicate, occurrence,
  success, status, energy_verdict, performance_verdict, duration_seconds, retries, message,
  timestamp, started_at, ended_at, cpu_energy_pkg_joules, cpu_energy_ram_joules,
  cpu_energy_total_joules, gpu_power_avg_watts, gpu_power_max_watts, gpu_power_min_watts,
  gpu_energy_total_joules, gpu_temp_avg_celsius, gpu_temp_max_celsius, gpu_util_avg_percent,
  gpu_util_max_percent, total_energy_joules, legacy_gpu_energy_joules, background_note,
  background_log_directory, imported_from, layout, treatment, peak_gpu_memory_bytes, repositories,
  foregrounds
FROM trials AS t WHERE trial_id = ?)";

TrialSummary trial(SQLite::Statement& query) {
  int next = 0;
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

/// In the order of execution.
std::vector<std::int64_t> ids_of_trials(SQLite::Database& database, const std::string& session) {
  SQLite::Statement query(database, R"(
SELECT trial_id FROM trials WHERE session_id = (SELECT session_id FROM sessions WHERE name = ?)
ORDER BY execution_number, experiment_id)");
  query.bind(1, session);
  std::vector<std::int64_t> ids;
  while (query.executeStep()) ids.push_back(query.getColumn(0).getInt64());
  return ids;
}

/// Rows of a table that belong to one trial.
class PartsOfTrials {
 public:
  PartsOfTrials(SQLite::Database& database, const char* query) : query_(database, query) {}

  template <typename Take>
  void each(std::int64_t trial, const Take& take) {
    query_.reset();
    query_.bind(1, trial);
    while (query_.executeStep()) take();
  }
  SQLite::Column column(int number) { return query_.getColumn(number); }

 private:
  SQLite::Statement query_;
};

std::set<std::string> names(SQLite::Database& database, const std::string& session,
                            const std::string& query) {
  SQLite::Statement statement(database,
                              query + " (SELECT session_id FROM sessions WHERE name = ?)");
  statement.bind(1, session);
  std::set<std::string> found;
  while (statement.executeStep()) found.insert(statement.getColumn(0).getString());
  return found;
}

}  // namespace

void each_summary(SQLite::Database& database, const std::string& session,
                  const std::function<void(TrialSummary&)>& take) {
  SQLite::Transaction snapshot(database);  // all queries see the same state
  PartsOfTrials values(database,
                       "SELECT role, position, name, value, source FROM hyperparameters "
                       "WHERE trial_id = ? ORDER BY role, position, name");
  PartsOfTrials metrics(database,
                        "SELECT name, value FROM metrics WHERE trial_id = ? AND training = 1 "
                        "ORDER BY name");
  PartsOfTrials flags(database,
                      "SELECT flag, severity, value, threshold, detail FROM flags "
                      "WHERE trial_id = ? ORDER BY number");
  SQLite::Statement query(database, kTrial);
  for (const std::int64_t id : ids_of_trials(database, session)) {
    query.reset();
    query.bind(1, id);
    query.executeStep();
    TrialSummary summary = trial(query);
    summary.session = session;
    values.each(id, [&] {
      summary.hyperparameters.push_back({values.column(0).getString(), values.column(1).getInt(),
                                         values.column(2).getString(), value(values.column(3)),
                                         values.column(4).getString()});
    });
    metrics.each(id, [&] {
      summary.metrics.emplace_back(metrics.column(0).getString(), value(metrics.column(1)));
    });
    flags.each(id, [&] {
      summary.flags.push_back({flags.column(0).getString(), text(flags.column(1)),
                               value(flags.column(2)), value(flags.column(3)),
                               text(flags.column(4))});
    });
    take(summary);
  }
}

std::vector<TrialSummary> read_summaries(SQLite::Database& database, const std::string& session) {
  std::vector<TrialSummary> trials;
  each_summary(database, session,
               [&](TrialSummary& summary) { trials.push_back(std::move(summary)); });
  return trials;
}

SummaryNames read_summary_names(SQLite::Database& database, const std::string& session) {
  SQLite::Transaction snapshot(database);
  SummaryNames found;
  found.hyperparameters = names(database, session,
                                "SELECT DISTINCT h.name FROM trials JOIN hyperparameters AS h "
                                "USING (trial_id) WHERE h.role = 'foreground' AND h.position = 1 "
                                "AND h.source IN ('passed', 'recorded') AND session_id =");
  found.metrics = names(database, session,
                        "SELECT DISTINCT m.name FROM trials JOIN metrics AS m USING (trial_id) "
                        "WHERE m.training = 1 AND session_id =");
  for (const std::string& text :
       names(database, session, "SELECT DISTINCT factors FROM trials WHERE session_id =")) {
    for (const auto& [name, value] : factors(text)) found.factors.insert(name);
  }
  return found;
}

// A session's trials stand together in their table: it is read from the first to the last of them,
// for seeking each by the session's index takes longer.
std::vector<StoredTrial> read_trials(SQLite::Database& database, const std::string& session) {
  SQLite::Statement query(database, R"(
SELECT coalesce(identity, ''), repeat, experiment_id, execution_number, coalesce(success, 0),
  coalesce(status, ''), coalesce(energy_verdict, ''), coalesce(performance_verdict, ''),
  coalesce(repositories, ''), label, factors
FROM sessions AS s JOIN trials AS t ON t.trial_id BETWEEN
  (SELECT min(trial_id) FROM trials WHERE session_id = s.session_id) AND
  (SELECT max(trial_id) FROM trials WHERE session_id = s.session_id)
WHERE s.name = ? AND +t.session_id = s.session_id AND t.simulated = s.simulated)");
  query.bind(1, session);
  std::vector<StoredTrial> trials;
  while (query.executeStep()) {
    trials.push_back({query.getColumn(0).getString(), query.getColumn(1).getInt(),
                      query.getColumn(2).getString(), query.getColumn(3).getInt(),
                      query.getColumn(4).getInt() != 0, query.getColumn(5).getString(),
                      query.getColumn(6).getString(), query.getColumn(7).getString(),
                      query.getColumn(8).getString(), text(query.getColumn(9)),
                      query.getColumn(10).getString()});
  }
  const auto before = [](const StoredTrial& a, const StoredTrial& b) {
    return std::tie(a.number, a.experiment_id) < std::tie(b.number, b.experiment_id);
  };
  if (!std::is_sorted(trials.begin(), trials.end(), before))
    std::sort(trials.begin(), trials.end(), before);
  return trials;
}

std::vector<PastTraining> read_past_trainings(SQLite::Database& database, const PastOf& of) {
  SQLite::Statement query(database, fmt::format(R"(
SELECT t.trial_id, t.mode = 'parallel', h.name, h.value
FROM trials AS t JOIN sessions AS s USING (session_id) JOIN hyperparameters AS h USING (trial_id)
WHERE {} AND h.role = 'foreground' AND h.position = 1 AND h.source = 'passed'
ORDER BY t.trial_id)",
                                                kPastOf));
  bind(query, of);
  std::vector<PastTraining> found;
  std::int64_t last = -1;
  while (query.executeStep()) {
    if (query.getColumn(0).getInt64() != last) {
      last = query.getColumn(0).getInt64();
      found.push_back({.repository = of.repository,
                       .model = of.model,
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
