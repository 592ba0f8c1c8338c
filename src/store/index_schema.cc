// SPDX-License-Identifier: MIT
#include "store/index_schema.h"

#include <fmt/format.h>

#include <algorithm>

namespace mutlua {
namespace {

/// SQLite allows 2000 columns; the rest stays in the tables.
constexpr std::size_t kMostColumns = 900;

std::string doubled(const std::string& text, char quote) {
  std::string out(1, quote);
  for (const char c : text) out.append(c == quote ? 2 : 1, c);
  return out + quote;
}

/// SQL text ends at a NUL, so such a name cannot be a column.
bool can_be_column(const std::string& name) { return name.find('\0') == std::string::npos; }

template <typename Describe>
std::string columns(const std::vector<std::string>& names, const Describe& describe) {
  std::string text;
  std::size_t count = 0;
  for (const std::string& name : names) {
    if (!can_be_column(name)) continue;
    if (++count > kMostColumns) break;
    text += describe(name);
  }
  return text;
}

std::string hyperparameter_column(const std::string& name) {
  return fmt::format(
      ",\n  (SELECT value FROM hyperparameters AS h WHERE h.trial_id = t.trial_id"
      " AND h.role = 'foreground' AND h.position = 1 AND h.name = {}) AS {}",
      sql_literal(name), sql_name("hp_" + name));
}

std::string metric_column(const std::string& name) {
  return fmt::format(
      ",\n  (SELECT value FROM metrics AS m WHERE m.trial_id = t.trial_id"
      " AND m.training = 1 AND m.name = {}) AS {}",
      sql_literal(name), sql_name("metric_" + name));
}

}  // namespace

const char* const kIndexTables = R"(
CREATE TABLE sessions (
  session_id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  study TEXT NOT NULL,
  catalogue TEXT NOT NULL,
  seed INTEGER,
  simulated INTEGER NOT NULL,
  mutlua_version TEXT NOT NULL,
  created_at TEXT NOT NULL,
  lifetimes INTEGER NOT NULL
) STRICT;

CREATE TABLE trials (
  trial_id INTEGER PRIMARY KEY,
  session_id INTEGER NOT NULL REFERENCES sessions ON DELETE CASCADE,
  experiment_id TEXT NOT NULL,
  identity TEXT,
  repeat INTEGER NOT NULL,
  execution_number INTEGER NOT NULL,
  lifetime INTEGER,
  study TEXT,
  catalogue TEXT,
  simulated INTEGER NOT NULL,
  block TEXT,
  label TEXT,
  factors TEXT NOT NULL,
  mode TEXT NOT NULL,
  repository TEXT,
  model TEXT,
  background TEXT,
  replicate INTEGER,
  occurrence INTEGER,
  success INTEGER,
  status TEXT,
  energy_verdict TEXT,
  performance_verdict TEXT,
  duration_seconds REAL,
  retries INTEGER,
  message TEXT,
  timestamp TEXT,
  started_at TEXT,
  ended_at TEXT,
  cpu_energy_pkg_joules REAL,
  cpu_energy_ram_joules REAL,
  cpu_energy_total_joules REAL,
  gpu_power_avg_watts REAL,
  gpu_power_max_watts REAL,
  gpu_power_min_watts REAL,
  gpu_energy_total_joules REAL,
  gpu_temp_avg_celsius REAL,
  gpu_temp_max_celsius REAL,
  gpu_util_avg_percent REAL,
  gpu_util_max_percent REAL,
  total_energy_joules REAL,
  legacy_gpu_energy_joules REAL,
  background_note TEXT,
  background_log_directory TEXT,
  imported_from TEXT,
  layout TEXT,
  treatment TEXT,
  peak_gpu_memory_bytes REAL,
  repositories TEXT,
  foregrounds TEXT,
  UNIQUE (session_id, experiment_id),
  UNIQUE (session_id, identity, repeat)
) STRICT;

CREATE INDEX trials_of_treatment ON trials (treatment) WHERE treatment IS NOT NULL;

CREATE TABLE attempts (
  trial_id INTEGER NOT NULL REFERENCES trials ON DELETE CASCADE,
  training INTEGER NOT NULL,
  number INTEGER NOT NULL,
  status TEXT,
  duration_seconds REAL,
  gpu_energy_joules REAL,
  cpu_energy_joules REAL,
  reason TEXT,
  PRIMARY KEY (trial_id, training, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE hyperparameters (
  trial_id INTEGER NOT NULL REFERENCES trials ON DELETE CASCADE,
  role TEXT NOT NULL,
  position INTEGER NOT NULL,
  name TEXT NOT NULL,
  value ANY,
  source TEXT NOT NULL,
  PRIMARY KEY (trial_id, role, position, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE metrics (
  trial_id INTEGER NOT NULL REFERENCES trials ON DELETE CASCADE,
  training INTEGER NOT NULL,
  name TEXT NOT NULL,
  value ANY,
  PRIMARY KEY (trial_id, training, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE energy (
  trial_id INTEGER NOT NULL REFERENCES trials ON DELETE CASCADE,
  domain TEXT NOT NULL,
  gross_joules REAL,
  active_joules REAL,
  method TEXT,
  evidence TEXT,
  u_random_joules REAL,
  u_alias_joules REAL,
  u_systematic_pct REAL,
  PRIMARY KEY (trial_id, domain)
) STRICT, WITHOUT ROWID;

CREATE TABLE epochs (
  trial_id INTEGER NOT NULL REFERENCES trials ON DELETE CASCADE,
  training INTEGER NOT NULL,
  number INTEGER NOT NULL,
  seconds REAL,
  joules REAL,
  cpu_joules REAL,
  metrics TEXT NOT NULL,
  PRIMARY KEY (trial_id, training, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE flags (
  trial_id INTEGER NOT NULL REFERENCES trials ON DELETE CASCADE,
  number INTEGER NOT NULL,
  flag TEXT NOT NULL,
  severity TEXT,
  value ANY,
  threshold ANY,
  detail TEXT,
  PRIMARY KEY (trial_id, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE rows (
  row_id INTEGER PRIMARY KEY,
  session_id INTEGER NOT NULL REFERENCES sessions ON DELETE CASCADE,
  trial_id INTEGER REFERENCES trials ON DELETE CASCADE,
  number INTEGER NOT NULL,
  content TEXT NOT NULL
) STRICT;
CREATE INDEX rows_of_session ON rows (session_id, trial_id);
CREATE INDEX rows_of_trial ON rows (trial_id);

CREATE TABLE wide_columns (
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  PRIMARY KEY (kind, name)
) STRICT, WITHOUT ROWID;
)";

std::string wide_view(const std::vector<std::string>& hyperparameters,
                      const std::vector<std::string>& metrics) {
  return R"(CREATE VIEW v_trials AS SELECT
  s.name AS session, t.experiment_id, t.identity, t.study, t.block, t.label, t.mode,
  CASE WHEN t.foregrounds IS NOT NULL THEN t.foregrounds WHEN t.repository IS NULL THEN t.model
    ELSE t.repository || coalesce('/' || t.model, '') END AS model,
  t.background, t.replicate, t.success, t.energy_verdict, t.performance_verdict,
  t.duration_seconds, t.gpu_energy_total_joules, t.cpu_energy_total_joules,
  t.total_energy_joules, t.legacy_gpu_energy_joules,
  t.status, t.retries, t.repeat, t.occurrence, t.execution_number, t.lifetime, t.catalogue,
  t.simulated, t.factors, t.message, t.timestamp, t.started_at, t.ended_at,
  t.cpu_energy_pkg_joules, t.cpu_energy_ram_joules, t.gpu_power_avg_watts, t.gpu_power_max_watts,
  t.gpu_power_min_watts, t.gpu_temp_avg_celsius, t.gpu_temp_max_celsius, t.gpu_util_avg_percent,
  t.gpu_util_max_percent, t.imported_from, t.layout, t.treatment, t.peak_gpu_memory_bytes)" +
         columns(hyperparameters, hyperparameter_column) + columns(metrics, metric_column) +
         "\nFROM trials AS t JOIN sessions AS s ON s.session_id = t.session_id";
}

std::string sql_literal(const std::string& text) { return doubled(text, '\''); }

std::string sql_name(const std::string& text) { return doubled(text, '"'); }

}  // namespace mutlua
