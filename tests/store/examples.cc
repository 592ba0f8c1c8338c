// SPDX-License-Identifier: MIT
#include "store/examples.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include <algorithm>
#include <chrono>

namespace mutlua {

WallTime example_time(int seconds) {
  return {std::chrono::seconds(1772368245 + seconds) + std::chrono::microseconds(123456)};
}

SessionInfo example_session(const std::string& study) {
  SessionInfo info;
  info.study = study;
  info.catalogue = "models.json";
  info.seed = 42;
  info.machine = Json::parse(R"({"host": "green"})");
  return info;
}

TrainingRecord example_training() {
  TrainingRecord training;
  training.repository = "examples";
  training.model = "mnist";
  training.hyperparameters = Json::parse(R"({"epochs": 10, "learning_rate": 0.01})");
  training.effective_hyperparameters = {{"epochs", 10, "passed"},
                                        {"learning_rate", 0.01, "passed"},
                                        {"seed", 1, "catalogue default"},
                                        {"dropout", nullptr, "unknown"}};
  training.duration_seconds = 20.5;
  training.performance_metrics = Json::parse(R"({"test_accuracy": 98.0})");
  training.success = true;
  training.message = "Training completed successfully";
  training.command = {{"./train.sh", "-e", "10"}, "/models/mnist", {{"PYTHONUNBUFFERED", "1"}}};
  training.attempts = {{1, "completed", 0, std::nullopt, 20.5, 1524.25, 816.0, ""}};
  training.epochs = Json::parse(R"([{"index": 1, "seconds": 2.0, "cpu_joules": 12.5,
      "metrics": {"loss": 0.5}}])");
  training.outcome = Json::parse(R"({"status": "completed", "exit_code": 0})");
  return training;
}

BackgroundRecord example_background() {
  BackgroundRecord background;
  background.repository = "VulBERTa";
  background.model = "mlp";
  background.hyperparameters = Json::parse(R"({"epochs": 1})");
  background.log_directory = "/results/run_1/background_logs";
  background.report = Json::parse(R"({"restarts": 2})");
  return background;
}

TrialRecord example_record(const std::string& identity) {
  TrialRecord record;
  record.identity = identity;
  record.study = "learning rates";
  record.catalogue = "models.json";
  record.label = "lr_min";
  record.block = "pair 01";
  record.factors = Json::parse(R"({"lr": "min", "level": 2})");
  record.started = example_time();
  record.ended = example_time(60);
  record.foregrounds = {example_training()};
  record.energy_metrics.gpu_energy_total_joules = 1524.25;
  record.energy_metrics.cpu_energy_total_joules = 816.0;
  record.energy_metrics.gpu_util_max_percent = 87.0;
  record.total_energy_joules = 2340.25;
  record.legacy_gpu_energy_joules = 1500.0;
  record.energy = Json::parse(R"({"cpu": null,
      "gpus": [{"uuid": "GPU-1", "gross_joules": 1524.25, "method": "counter"}]})");
  record.quality = Json::parse(R"({"energy": "ok", "performance": "suspect",
      "flags": [{"id": "sample.late", "severity": "warn", "value": 0.02}]})");
  record.cooling = Json::parse(R"({"seconds": 60.0})");
  record.emitted = Json::parse(R"([{"note": "inside"}])");
  record.provenance = Json::parse(R"({"host": "green"})");
  return record;
}

Warn Heard::warn() {
  return [this](const std::string& text) { warnings.push_back(text); };
}

bool Heard::says(const std::string& part) const {
  return std::any_of(warnings.begin(), warnings.end(),
                     [&](const std::string& each) { return each.find(part) != std::string::npos; });
}

TrialFolder run_trial(Session& session, TrialRecord record) {
  const bool parallel = !record.backgrounds.empty();
  const TrialFolder trial = session.begin_trial("examples", "mnist", parallel);
  write_file(trial.path / "training.log", "epoch 1\n");
  record.experiment_id = trial.experiment_id;
  record.execution_number = trial.number;
  session.finish_trial(trial, record_json(record));
  return trial;
}

std::filesystem::path example_results(const std::filesystem::path& results) {
  const auto session = Session::create(results, example_session(), example_time());
  session->begin_lifetime({"-- script", {}}, example_time());
  for (const char* identity : {"aa", "bb", "cc"}) run_trial(*session, example_record(identity));
  return session->folder();
}

namespace {

Json value(const SQLite::Column& column) {
  if (column.isNull()) return nullptr;
  if (column.isInteger()) return column.getInt64();
  if (column.isFloat()) return column.getDouble();
  return column.getString();
}

}  // namespace

Table query(const std::filesystem::path& results, const std::string& sql) {
  SQLite::Database database(results / "mutlua.db", SQLite::OPEN_READONLY, 10'000);
  SQLite::Statement statement(database, sql);
  Table table;
  for (int i = 0; i < statement.getColumnCount(); ++i) {
    table.columns.push_back(statement.getColumnName(i));
  }
  while (statement.executeStep()) {
    std::vector<Json> row;
    for (int i = 0; i < statement.getColumnCount(); ++i) {
      row.push_back(value(statement.getColumn(i)));
    }
    table.rows.push_back(std::move(row));
  }
  return table;
}

std::vector<StoredTrial> finished(const Session& session) {
  return Index(session.folder().parent_path()).trials(session.name());
}

std::string dump(const std::filesystem::path& results) {
  std::string text;
  const auto add = [&](const std::string& sql) {
    for (const auto& row : query(results, sql).rows) text += Json(row).dump() + "\n";
  };
  add("SELECT * FROM v_trials ORDER BY session, experiment_id");
  add("SELECT name, study, catalogue, seed, simulated, mutlua_version, created_at, lifetimes "
      "FROM sessions ORDER BY name");
  for (const std::string table :
       {"attempts", "hyperparameters", "metrics", "energy", "epochs", "flags"}) {
    std::string columns;
    for (const auto& row :
         query(results, "SELECT name FROM pragma_table_info('" + table + "')").rows) {
      if (row[0] != "trial_id") columns += ", x." + row[0].get<std::string>();
    }
    add("SELECT s.name, experiment_id" + columns + " FROM " + table +
        " AS x JOIN trials USING (trial_id) JOIN sessions AS s USING (session_id)"
        " ORDER BY 1, 2, 3, 4, 5");
  }
  add("SELECT s.name, experiment_id, number, content FROM rows JOIN sessions AS s USING "
      "(session_id)"
      " LEFT JOIN trials USING (trial_id) ORDER BY 1, 2, 3");
  add("SELECT * FROM wide_columns ORDER BY 1, 2");
  add("SELECT sql FROM sqlite_schema WHERE name = 'v_trials'");
  return text;
}

}  // namespace mutlua
