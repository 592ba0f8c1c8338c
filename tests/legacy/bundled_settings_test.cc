// SPDX-License-Identifier: MIT
// The settings files that come with the program.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

#include "legacy/running.h"

namespace mutlua {
namespace {

namespace fs = std::filesystem;

const fs::path kSettings = fs::path(MUTLUA_SOURCE_FOLDER) / "settings";

/// Trials, how many of them beside a background, and of how many models.
struct Plan {
  std::size_t trials;
  std::size_t parallel;
  std::size_t models;
};

const std::map<std::string, Plan> kPlans = {
    {"11_models_quick_validation_1epoch", {22, 11, 11}},
    {"11_models_sequential_and_parallel_training", {22, 11, 11}},
    {"all", {75, 0, 15}},
    {"default", {15, 0, 15}},
    {"learning_rate_study", {30, 0, 3}},
    {"mixed_mode_demo", {3, 0, 1}},
    {"parallel_densenet_reid", {1, 1, 1}},
    {"parallel_example", {2, 2, 1}},
    {"parallel_feasibility_test", {12, 12, 7}}};

std::vector<fs::path> files() {
  std::vector<fs::path> result;
  for (const auto& entry : fs::directory_iterator(kSettings)) {
    const std::string stem = entry.path().stem();
    if (stem != "models" && stem != "digits") result.push_back(entry.path());
  }
  return result;
}

Translation read(const fs::path& file, const Catalogue& catalogue) {
  return translate(read_json(file), catalogue, {.source_name = file.filename()});
}

TEST(BundledSettings, AreThoseThatAreKnown) {
  std::size_t known = 0;
  for (const fs::path& file : files()) {
    EXPECT_TRUE(kPlans.contains(file.stem())) << file;
    ++known;
  }
  EXPECT_EQ(known, kPlans.size());
}

TEST(BundledSettings, AreTranslatedWithoutADiagnosticWithEitherCatalogue) {
  const Catalogue digits = Catalogue::load({kSettings / "digits.json"});
  for (const fs::path& file : files()) {
    SCOPED_TRACE(file.filename());
    const Translation translation = read(file, test::catalogue());
    EXPECT_EQ(test::places(translation.diagnostics), std::vector<std::string>{});
    EXPECT_TRUE(translation.complete);
    const Translation other = read(file, digits);
    EXPECT_EQ(test::places(other.diagnostics), std::vector<std::string>{});
    EXPECT_EQ(other.script, translation.script);
  }
}

TEST(BundledSettings, PlanTheTrialsThatTheirNamesPromise) {
  for (const fs::path& file : files()) {
    SCOPED_TRACE(file.filename());
    const Plan& expected = kPlans.at(file.stem());
    const test::RunScript run = test::run(read(file, test::catalogue()).script);
    std::set<std::string> models;
    for (const test::AddedTrial& trial : run.trials) models.insert(trial.foreground);
    EXPECT_EQ(run.trials.size(), expected.trials);
    EXPECT_EQ(std::count_if(run.trials.begin(), run.trials.end(),
                            [](const auto& trial) { return trial.parallel(); }),
              static_cast<std::ptrdiff_t>(expected.parallel));
    EXPECT_EQ(models.size(), expected.models);
  }
}

TEST(BundledSettings, TrainEveryModelOfTheQuickValidationForOneEpochAloneAndBeside) {
  const auto file = kSettings / "11_models_quick_validation_1epoch.json";
  const test::RunScript run = test::run(read(file, test::catalogue()).script);
  std::map<std::string, int> alone;
  std::map<std::string, int> beside;
  for (const test::AddedTrial& trial : run.trials) {
    ++(trial.parallel() ? beside : alone)[trial.foreground];
    EXPECT_EQ(trial.values.contains("epochs") ? trial.values.at("epochs").get<int>() : 1, 1);
  }
  EXPECT_EQ(alone, beside);
  EXPECT_EQ(alone.size(), 11u);
}

TEST(BundledSettings, TestTheTwelvePairsOfTheFeasibilityTestInTheirOrder) {
  const auto file = kSettings / "parallel_feasibility_test.json";
  const std::vector<test::AddedTrial> trials =
      test::run(read(file, test::catalogue()).script).trials;
  const std::vector<std::pair<std::string, std::string>> expected = {
      {"examples/mnist_ff", "pytorch_resnet_cifar10/resnet20"},
      {"examples/mnist", "VulBERTa/mlp"},
      {"examples/mnist", "examples/siamese"},
      {"examples/mnist_rnn", "Person_reID_baseline_pytorch/pcb"},
      {"examples/mnist_rnn", "MRT-OAST/default"},
      {"examples/mnist_rnn", "Person_reID_baseline_pytorch/hrnet18"},
      {"VulBERTa/mlp", "VulBERTa/cnn"},
      {"examples/siamese", "Person_reID_baseline_pytorch/pcb"},
      {"Person_reID_baseline_pytorch/pcb", "VulBERTa/mlp"},
      {"examples/mnist_ff", "Person_reID_baseline_pytorch/densenet121"},
      {"Person_reID_baseline_pytorch/pcb", "bug-localization-by-dnn-and-rvsm/default"},
      {"Person_reID_baseline_pytorch/densenet121", "VulBERTa/mlp"}};
  ASSERT_EQ(trials.size(), expected.size());
  for (std::size_t i = 0; i < trials.size(); ++i) {
    EXPECT_EQ(std::pair(trials[i].foreground, trials[i].background), expected[i]);
  }
}

}  // namespace
}  // namespace mutlua
