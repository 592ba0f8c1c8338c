// SPDX-License-Identifier: MIT
#include "store/index_writer.h"

#include <limits>
#include <optional>
#include <vector>

#include "store/index_schema.h"
#include "store/python_text.h"

namespace mutlua {
namespace {

constexpr const char* kInsertTrial = R"(
INSERT INTO trials (session_id, experiment_id, identity, repeat, execution_number, lifetime, study,
  catalogue, simulated, block, label, factors, mode, repository, model, background, replicate,
  occurrence, success, status, energy_verdict, performance_verdict, duration_seconds, retries,
  message, timestamp, started_at, ended_at, cpu_energy_pkg_joules, cpu_energy_ram_joules,
  cpu_energy_total_joules, gpu_power_avg_watts, gpu_power_max_watts, gpu_power_min_watts,
  gpu_energy_total_joules, gpu_temp_avg_celsius, gpu_temp_max_celsius, gpu_util_avg_percent,
  gpu_util_max_percent, total_energy_joules, legacy_gpu_energy_joules, background_note,
  background_log_directory, imported_from, layout, treatment, peak_gpu_memory_bytes, repositories,
  foregrounds)
VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?))";

/// SQLite's integers have a sign.
bool beyond_integers(const Json& value) {
  return value.is_number_unsigned() &&
         value.get<std::uint64_t>() > std::numeric_limits<std::int64_t>::max();
}

/// Binds values one after another.
class Binder {
 public:
  explicit Binder(SQLite::Statement& statement) : statement_(statement) {
    statement_.reset();
    statement_.clearBindings();
  }

  Binder& operator<<(std::int64_t value) { return bound(value); }
  Binder& operator<<(int value) { return bound(value); }
  Binder& operator<<(bool value) { return bound(value ? 1 : 0); }
  Binder& operator<<(double value) { return bound(value); }
  Binder& operator<<(const std::string& value) { return bound(value); }
  template <typename T>
  Binder& operator<<(const std::optional<T>& value) {
    if (value) return *this << *value;
    ++position_;  // cleared bindings are null
    return *this;
  }
  /// Numbers as they are, so that 10 and 10.0 stay apart; everything else as text.
  Binder& operator<<(const Json& value) {
    if (value.is_null()) return *this << std::optional<int>();
    if (value.is_number_float() || beyond_integers(value)) return bound(value.get<double>());
    if (value.is_number_integer()) return bound(value.get<std::int64_t>());
    return bound(python_text(value));
  }

  void run() { statement_.exec(); }

 private:
  template <typename T>
  Binder& bound(const T& value) {
    statement_.bind(++position_, value);
    return *this;
  }

  SQLite::Statement& statement_;
  int position_ = 0;
};

std::string compact(const Json& value) {
  return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::optional<std::string> repositories_text(const TrialSummary& trial) {
  if (trial.repositories.is_null()) return std::nullopt;
  return compact(trial.repositories);
}

std::vector<std::string> wide_names(SQLite::Database& database, const char* kind) {
  SQLite::Statement query(database, "SELECT name FROM wide_columns WHERE kind = ? ORDER BY name");
  query.bind(1, kind);
  std::vector<std::string> names;
  while (query.executeStep()) names.push_back(query.getColumn(0).getString());
  return names;
}

}  // namespace

IndexWriter::IndexWriter(SQLite::Database& database)
    : database_(database),
      forget_(database,
              "DELETE FROM trials WHERE session_id = ?1 AND "
              "(experiment_id = ?2 OR (identity = ?3 AND repeat = ?4))"),
      trial_(database, kInsertTrial),
      attempt_(database, "INSERT OR REPLACE INTO attempts VALUES (?,?,?,?,?,?,?,?)"),
      hyperparameter_(database, "INSERT OR REPLACE INTO hyperparameters VALUES (?,?,?,?,?,?)"),
      metric_(database, "INSERT OR REPLACE INTO metrics VALUES (?,?,?,?)"),
      domain_(database, "INSERT OR REPLACE INTO energy VALUES (?,?,?,?,?,?,?,?,?)"),
      epoch_(database, "INSERT OR REPLACE INTO epochs VALUES (?,?,?,?,?,?,?)"),
      flag_(database, "INSERT OR REPLACE INTO flags VALUES (?,?,?,?,?,?,?)"),
      row_(database, "INSERT INTO rows (session_id, trial_id, number, content) VALUES (?,?,?,?)"),
      column_(database, "INSERT OR IGNORE INTO wide_columns VALUES (?,?)") {}

std::int64_t IndexWriter::session(const std::string& name, const SessionInfo& info) {
  SQLite::Statement upsert(database_, R"(
INSERT INTO sessions (name, study, catalogue, seed, simulated, mutlua_version, created_at, lifetimes)
VALUES (?,?,?,?,?,?,?,?)
ON CONFLICT (name) DO UPDATE SET study = excluded.study, catalogue = excluded.catalogue,
  seed = excluded.seed, simulated = excluded.simulated, mutlua_version = excluded.mutlua_version,
  created_at = excluded.created_at, lifetimes = excluded.lifetimes
RETURNING session_id)");
  std::optional<std::int64_t> seed;
  if (info.seed) seed = static_cast<std::int64_t>(*info.seed);
  Binder(upsert) << name << info.study << info.catalogue << seed << info.simulated
                 << info.mutlua_version << info.created_at
                 << static_cast<std::int64_t>(info.lifetimes.size());
  upsert.executeStep();
  return upsert.getColumn(0).getInt64();
}

void IndexWriter::trial(std::int64_t session, const TrialSummary& trial) {
  forget(session, trial);
  const std::int64_t id = main_row(session, trial);
  values(id, trial);
  details(id, trial);
  std::int64_t number = 0;
  for (const Json& row : trial.emitted) insert_row(session, id, ++number, row);
}

void IndexWriter::forget(std::int64_t session, const TrialSummary& trial) {
  Binder binder(forget_);
  binder << session << trial.experiment_id << trial.identity << trial.repeat;
  binder.run();
}

std::int64_t IndexWriter::main_row(std::int64_t session, const TrialSummary& t) {
  Binder binder(trial_);
  binder << session << t.experiment_id << t.identity << t.repeat << t.execution_number << t.lifetime
         << t.study << t.catalogue << t.simulated << t.block << t.label << factors_text(t) << t.mode
         << t.repository << t.model << t.background << t.replicate << t.occurrence << t.success
         << t.status << t.energy_verdict << t.performance_verdict << t.duration_seconds << t.retries
         << t.message << t.timestamp << t.started_at << t.ended_at;
  for (const std::string& name : energy_metric_names()) binder << t.energy(name);
  binder << t.total_energy_joules << t.legacy_gpu_energy_joules << t.background_note
         << t.background_log_directory << t.imported_from << t.layout << t.treatment
         << t.peak_gpu_memory_bytes << repositories_text(t) << t.foregrounds;
  binder.run();
  return database_.getLastInsertRowid();
}

void IndexWriter::values(std::int64_t id, const TrialSummary& trial) {
  for (const SummaryValue& each : trial.hyperparameters) {
    Binder binder(hyperparameter_);
    binder << id << each.role << each.position << each.name << each.value << each.source;
    binder.run();
    if (each.role == "foreground" && each.position == 1) note_column("hyperparameter", each.name);
  }
  metrics(id, 1, trial.metrics);
  for (const auto& [name, value] : trial.metrics) note_column("metric", name);
  int training = 1;
  for (const NamedValues& further : trial.further_metrics) metrics(id, ++training, further);
}

void IndexWriter::metrics(std::int64_t id, int training, const NamedValues& metrics) {
  for (const auto& [name, value] : metrics) {
    Binder binder(metric_);
    binder << id << training << name << value;
    binder.run();
  }
}

void IndexWriter::details(std::int64_t id, const TrialSummary& trial) {
  for (const SummaryAttempt& each : trial.attempts) {
    Binder binder(attempt_);
    binder << id << each.training << each.number << each.status << each.duration_seconds
           << each.gpu_energy_joules << each.cpu_energy_joules << each.reason;
    binder.run();
  }
  for (const SummaryDomain& each : trial.domains) {
    Binder binder(domain_);
    binder << id << each.domain << each.gross_joules << each.active_joules << each.method
           << each.evidence << each.u_random_joules << each.u_alias_joules << each.u_systematic_pct;
    binder.run();
  }
  for (const SummaryEpoch& each : trial.epochs) {
    Binder binder(epoch_);
    binder << id << each.training << each.number << each.seconds << each.joules << each.cpu_joules
           << compact(each.metrics);
    binder.run();
  }
  int number = 0;
  for (const SummaryFlag& each : trial.flags) {
    Binder binder(flag_);
    binder << id << ++number << each.id << each.severity << each.value << each.threshold
           << each.detail;
    binder.run();
  }
}

void IndexWriter::row(std::int64_t session, std::int64_t number, const Json& row) {
  insert_row(session, std::nullopt, number, row);
}

void IndexWriter::insert_row(std::int64_t session, std::optional<std::int64_t> trial,
                             std::int64_t number, const Json& row) {
  Binder binder(row_);
  binder << session << trial << number << compact(row);
  binder.run();
}

void IndexWriter::note_column(const char* kind, const std::string& name) {
  Binder binder(column_);
  binder << std::string(kind) << name;
  binder.run();
  if (database_.getChanges() > 0) view_is_stale_ = true;
}

void IndexWriter::refresh_view() {
  if (!view_is_stale_) return;
  database_.exec("DROP VIEW IF EXISTS v_trials");
  database_.exec(
      wide_view(wide_names(database_, "hyperparameter"), wide_names(database_, "metric")));
  view_is_stale_ = false;
}

}  // namespace mutlua
