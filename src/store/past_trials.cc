// SPDX-License-Identifier: MIT
#include "store/past_trials.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>

#include <algorithm>

namespace mutlua {
namespace {

// Of a trial that was repeated each repeat tells what it costs. Idle watts are what the energy
// above idle lacks to the whole.
constexpr const char* kPast = R"(
SELECT s.name, coalesce(t.study, ''), t.mode, coalesce(t.background, ''),
  (SELECT value FROM hyperparameters AS h WHERE h.trial_id = t.trial_id
     AND h.role = 'foreground' AND h.position = 1 AND h.name = :epochs),
  t.duration_seconds,
  CASE t.energy_verdict WHEN 'invalid' THEN NULL ELSE t.gpu_energy_total_joules END,
  CASE t.energy_verdict WHEN 'invalid' THEN NULL ELSE t.cpu_energy_total_joules END,
  t.peak_gpu_memory_bytes,
  CASE coalesce(t.retries, 0) WHEN 0
    THEN (julianday(t.ended_at) - julianday(t.started_at)) * 86400 - t.duration_seconds END,
  (SELECT sum(e.gross_joules - e.active_joules) FROM energy AS e WHERE e.trial_id = t.trial_id)
    / t.duration_seconds,
  coalesce(f.seconds, 0), coalesce(f.gpu, 0), coalesce(f.cpu, 0),
  (SELECT group_concat(name || '=' || coalesce(value, ''), ' ') FROM
     (SELECT h.name, h.value FROM hyperparameters AS h WHERE h.trial_id = t.trial_id
        AND h.role = 'foreground' AND h.position = 1 AND h.name <> :seed ORDER BY h.name))
FROM trials AS t JOIN sessions AS s USING (session_id) LEFT JOIN
  (SELECT a.trial_id, sum(a.duration_seconds) AS seconds, sum(a.gpu_energy_joules) AS gpu,
     sum(a.cpu_energy_joules) AS cpu
   FROM attempts AS a JOIN trials AS b USING (trial_id)
   WHERE a.training = 1 AND a.number <= b.retries GROUP BY a.trial_id) AS f USING (trial_id)
WHERE {} AND {} AND t.success = 1 AND t.mode IN ('sequential', 'parallel')
  AND NOT EXISTS (SELECT 1 FROM attempts AS o WHERE o.trial_id = t.trial_id AND o.training > 1)
  AND coalesce(t.performance_verdict, '') <> 'invalid' AND t.duration_seconds > 0
ORDER BY t.trial_id DESC LIMIT 20000)";

std::optional<double> number(const SQLite::Column& column) {
  if (!column.isInteger() && !column.isFloat()) return std::nullopt;
  return column.getDouble();
}

std::optional<double> positive(const SQLite::Column& column) {
  const auto value = number(column);
  return value && *value > 0 ? value : std::nullopt;
}

}  // namespace

std::vector<PastTrial> read_past_trials(SQLite::Database& database, const PastOf& of,
                                        const std::string& epochs, const std::string& seed) {
  SQLite::Statement query(database, fmt::format(kPast, kPastOf, kNoUnnamedLoad));
  bind(query, of);
  query.bind(":epochs", epochs);
  query.bind(":seed", seed);
  std::vector<PastTrial> found;
  while (query.executeStep()) {
    PastTrial trial;
    trial.session = query.getColumn(0).getString();
    trial.study = query.getColumn(1).getString();
    trial.mode = query.getColumn(2).getString();
    trial.load = query.getColumn(3).getString();
    trial.epochs = positive(query.getColumn(4));
    trial.seconds = query.getColumn(5).getDouble();
    trial.gpu_joules = positive(query.getColumn(6));
    trial.cpu_joules = positive(query.getColumn(7));
    trial.peak_gpu_memory_bytes = positive(query.getColumn(8));
    if (const auto waited = number(query.getColumn(9)))
      trial.waited_seconds = std::max(0.0, *waited);
    trial.idle_watts = positive(query.getColumn(10));
    trial.failed_seconds = query.getColumn(11).getDouble();
    trial.failed_gpu_joules = query.getColumn(12).getDouble();
    trial.failed_cpu_joules = query.getColumn(13).getDouble();
    trial.values = query.getColumn(14).getString();
    found.push_back(std::move(trial));
  }
  std::reverse(found.begin(), found.end());
  return found;
}

}  // namespace mutlua
