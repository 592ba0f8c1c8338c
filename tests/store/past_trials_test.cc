// SPDX-License-Identifier: MIT
#include "store/past_trials.h"

#include <gtest/gtest.h>

#include "store/examples.h"
#include "store/imported.h"

namespace mutlua {
namespace {

/// Under the catalogue that the examples name.
std::vector<PastTrial> past_of(const TempFolder& results,
                               const std::string& catalogue = "models.json") {
  Index index(results.path());
  return index.past_trials({.repository = "examples", .model = "mnist", .catalogue = catalogue},
                           "epochs", "seed");
}

/// A session with one trial.
void measure(const TempFolder& results, const TrialRecord& record, bool simulated = false) {
  SessionInfo info = example_session();
  info.simulated = simulated;
  const auto session = Session::create(results.path(), info, example_time());
  session->begin_lifetime({"-- script", {}}, example_time());
  run_trial(*session, record);
}

TEST(PastTrials, SayWhatATrialCost) {
  const TempFolder results;
  TrialRecord record = example_record();
  record.foregrounds.front().duration_seconds = 40;
  record.foregrounds.front().failed_attempts = 0;
  record.foregrounds.front().attempts.clear();
  record.foregrounds.front().outcome["peak_gpu_memory_bytes"] = 3e9;
  record.foregrounds.front().outcome["peak_gpu_memory_of"] = "processes";
  record.energy["gpus"][0]["active_joules"] = 1524.25 - 40 * 30;
  measure(results, record);
  const auto trials = past_of(results);
  ASSERT_EQ(trials.size(), 1u);
  const PastTrial& trial = trials.front();
  EXPECT_EQ(trial.study, "learning rates");
  EXPECT_EQ(trial.mode, "sequential");
  EXPECT_EQ(trial.load, "");
  EXPECT_EQ(trial.epochs, 10);
  EXPECT_EQ(trial.seconds, 40);
  EXPECT_EQ(trial.gpu_joules, 1524.25);
  EXPECT_EQ(trial.cpu_joules, 816.0);
  EXPECT_EQ(trial.peak_gpu_memory_bytes, 3e9);
  EXPECT_NEAR(*trial.waited_seconds, 20, 0.01);  // of the sixty that it took in all
  EXPECT_NEAR(*trial.idle_watts, 30, 1e-9);
  EXPECT_EQ(trial.failed_seconds, 0);
}

TEST(PastTrials, CountWhatFailedAttemptsCost) {
  const TempFolder results;
  TrialRecord record = example_record();
  TrainingRecord& training = record.foregrounds.front();
  training.failed_attempts = 1;
  training.attempts = {
      {.number = 1, .status = "failed", .duration_seconds = 7, .gpu_energy_joules = 100},
      {.number = 2, .status = "completed", .duration_seconds = 40}};
  measure(results, record);
  const PastTrial trial = past_of(results).at(0);
  EXPECT_EQ(trial.failed_seconds, 7);
  EXPECT_EQ(trial.failed_gpu_joules, 100);
  EXPECT_FALSE(trial.waited_seconds);
}

TEST(PastTrials, AreThoseThatCount) {
  const TempFolder results;
  TrialRecord failed = example_record("aa");
  failed.foregrounds.front().success = false;
  measure(results, failed);
  TrialRecord invalid = example_record("bb");
  invalid.quality["performance"] = "invalid";
  measure(results, invalid);
  EXPECT_TRUE(past_of(results).empty());
  TrialRecord no_energy = example_record("cc");
  no_energy.quality["energy"] = "invalid";
  measure(results, no_energy);
  ASSERT_EQ(past_of(results).size(), 1u);
  EXPECT_FALSE(past_of(results).front().gpu_joules);
  EXPECT_FALSE(past_of(results).front().cpu_joules);
}

TEST(PastTrials, OfTheBoardAreNotTheModelsMemory) {
  const TempFolder results;
  TrialRecord record = example_record();
  record.foregrounds.front().outcome["peak_gpu_memory_bytes"] = 3e9;
  record.foregrounds.front().outcome["peak_gpu_memory_of"] = "board";
  measure(results, record);
  EXPECT_FALSE(past_of(results).at(0).peak_gpu_memory_bytes);
}

TEST(PastTrials, AreThoseOfOneCatalogue) {
  const TempFolder results;
  measure(results, example_record());
  EXPECT_EQ(past_of(results).size(), 1u);
  EXPECT_TRUE(past_of(results, "digits").empty());
}

/// As the old tool's import makes it: alone, as far as its record says.
Json imported(const std::string& id, double seconds, const Json& flags) {
  return {{"experiment_id", id},
          {"timestamp", "2025-11-11T10:00:00"},
          {"repository", "examples"},
          {"model", "mnist"},
          {"duration_seconds", seconds},
          {"hyperparameters", {{"epochs", 3}}},
          {"energy_metrics", {{"gpu_util_avg_percent", seconds / 10}}},
          {"training_success", true},
          {"quality", {{"performance", "suspect"}, {"energy", "invalid"}, {"flags", flags}}},
          {"imported", {{"from", "/old/" + id}, {"layout", "flat"}, {"id", id}}}};
}

TEST(PastTrials, AreNoneBesideALoadThatNobodyNamed) {
  const TempFolder results;
  const Json flags = {{{"id", "import.unrecorded_load"}, {"severity", "suspect"}}};
  write_imported(results.path(), {.name = "run_2025",
                                  .trials = {imported("examples_mnist_001", 100, Json::array()),
                                             imported("examples_mnist_002_parallel", 300, flags)}});
  Index index(results.path());
  index.heal_imported();
  const PastOf model{.repository = "examples", .model = "mnist", .catalogue = "models.json"};
  const auto trials = index.past_trials(model, "epochs", "seed");
  ASSERT_EQ(trials.size(), 1u);
  EXPECT_EQ(trials.front().seconds, 100);
  const auto uses = index.past_uses(model);
  ASSERT_EQ(uses.size(), 1u);
  EXPECT_EQ(uses.front().gpu_percent, 10);
}

TEST(PastTrials, KeepWhatWasSimulatedApart) {
  const TempFolder results;
  TrialRecord record = example_record();
  record.simulated = true;
  measure(results, record, true);
  EXPECT_TRUE(past_of(results).empty());
}

TEST(Index, KeepsTheRepositoriesThatATrialCameFrom) {
  const TempFolder results;
  TrialRecord record = example_record();
  record.provenance["repositories"] =
      Json::parse(R"([{"folder": "r", "commit": "ab", "dirty": false}])");
  measure(results, record);
  Index index(results.path());
  const auto session = list_sessions(results.path()).at(0).folder.filename().string();
  EXPECT_EQ(Json::parse(index.trials(session).at(0).repositories),
            record.provenance["repositories"]);
  EXPECT_EQ(index.summaries(session).at(0).repositories, record.provenance["repositories"]);
}

}  // namespace
}  // namespace mutlua
