// SPDX-License-Identifier: MIT
#include "store/trial_summary.h"

#include <gtest/gtest.h>

#include <map>

#include "store/examples.h"

namespace mutlua {
namespace {

TEST(TrialSummary, ReadsBackWhatARecordSays) {
  const TrialSummary summary = summarise(record_json(example_record()), "examples_mnist_007");
  EXPECT_EQ(summary.experiment_id, "examples_mnist_007");
  EXPECT_EQ(summary.identity, "aa");
  EXPECT_EQ(summary.mode, "sequential");
  EXPECT_EQ(summary.full_model(), "examples/mnist");
  EXPECT_EQ(summary.success, true);
  EXPECT_EQ(summary.status, "completed");
  EXPECT_EQ(summary.performance_verdict, "suspect");
  EXPECT_EQ(summary.duration_seconds, 20.5);
  EXPECT_EQ(summary.energy("gpu_energy_total_joules"), 1524.25);
  EXPECT_EQ(summary.energy("cpu_energy_ram_joules"), std::nullopt);
  EXPECT_EQ(summary.legacy_gpu_energy_joules, 1500.0);
  EXPECT_EQ(summary.hyperparameters.size(), 4u);
  EXPECT_EQ(summary.attempts.size(), 1u);
  EXPECT_EQ(summary.epochs.size(), 1u);
  EXPECT_EQ(summary.domains.size(), 1u);
  EXPECT_EQ(summary.flags.size(), 1u);
  EXPECT_EQ(summary.emitted.size(), 1u);
}

TEST(TrialSummary, TellsWhatWasPassedFromWhatWasOnlyRecorded) {
  TrialRecord record = example_record();
  record.foregrounds[0].passed_hyperparameters = {{"epochs", 10}};
  std::map<std::string, std::string> sources;
  for (const SummaryValue& value : summarise(record_json(record), "a_001").hyperparameters)
    sources[value.name] = value.source;
  EXPECT_EQ(sources["epochs"], "passed");
  EXPECT_EQ(sources["learning_rate"], "recorded");
}

TEST(TrialSummary, ReadsTheSameFromTheParallelForm) {
  TrialRecord record = example_record();
  record.backgrounds = {example_background(), example_background()};
  const TrialSummary summary = summarise(record_json(record), "examples_mnist_007_parallel");
  EXPECT_EQ(summary.mode, "parallel");
  EXPECT_EQ(summary.background, "VulBERTa/mlp + VulBERTa/mlp");
  EXPECT_EQ(summary.full_model(), "examples/mnist");
  EXPECT_EQ(summary.duration_seconds, 20.5);
  EXPECT_EQ(summary.energy("gpu_energy_total_joules"), 1524.25);
  EXPECT_EQ(summary.attempts.size(), 1u);
}

TEST(TrialSummary, KeepsFurtherForegroundsApart) {
  TrialRecord record = example_record();
  record.foregrounds.push_back(example_training());
  const TrialSummary summary = summarise(record_json(record), "x_y_001");
  EXPECT_EQ(summary.metrics.size(), 1u);
  ASSERT_EQ(summary.further_metrics.size(), 1u);
  EXPECT_EQ(summary.attempts.back().training, 2);
  EXPECT_EQ(summary.full_model(), "examples/mnist + examples/mnist");
  EXPECT_EQ(summary.model, "mnist");
}

TEST(TrialSummary, NamesNoModelForALoadAlone) {
  TrialRecord record = example_record();
  record.foregrounds.clear();
  record.backgrounds = {example_background()};
  const TrialSummary summary = summarise(record_json(record), "x_y_001_parallel");
  EXPECT_EQ(summary.mode, "background");
  EXPECT_EQ(summary.model, std::nullopt);
  EXPECT_EQ(summary.background, "VulBERTa/mlp");
  EXPECT_EQ(summary.success, true);
}

TEST(TrialSummary, ReadsRecordsOfTheOldTool) {
  const Json flat = Json::parse(R"({"experiment_id": "examples_mnist_ff_010",
    "timestamp": "2025-11-18T16:40:03.249010", "repository": "examples", "model": "mnist_ff",
    "hyperparameters": {"epochs": 1}, "duration_seconds": 8.25,
    "energy_metrics": {"gpu_energy_total_joules": 465.0}, "performance_metrics": {},
    "training_success": true, "retries": 0, "error_message": "ok"})");
  const TrialSummary summary = summarise(flat, "examples_mnist_ff_010");
  EXPECT_EQ(summary.identity, std::nullopt);
  EXPECT_EQ(summary.execution_number, 10);
  EXPECT_EQ(summary.mode, "sequential");
  EXPECT_EQ(summary.energy("gpu_energy_total_joules"), 465.0);
  EXPECT_EQ(summary.energy_verdict, std::nullopt);
}

TEST(TrialSummary, BearsFieldsOfAnyType) {
  const std::vector<Json> odd = {
      nullptr, true, -1, 1e300, "text", Json::array({1, "a", nullptr}), Json::object({{"a", 1}})};
  Json plain = record_json(example_record());
  TrialRecord loaded = example_record();
  loaded.backgrounds = {example_background(), example_background()};
  for (const Json& record : {plain, record_json(loaded)}) {
    for (auto it = record.begin(); it != record.end(); ++it) {
      for (const Json& value : odd) {
        Json changed = record;
        changed[it.key()] = value;
        EXPECT_NO_THROW(summarise(changed, "x_y_001")) << it.key() << " = " << value;
      }
    }
  }
  for (const Json& value : odd) EXPECT_NO_THROW(summarise(value, "x_y_001"));
}

}  // namespace
}  // namespace mutlua
