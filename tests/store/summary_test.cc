// SPDX-License-Identifier: MIT
#include "store/summary.h"

#include <gtest/gtest.h>

#include <map>

#include "store/csv.h"
#include "store/examples.h"

namespace mutlua {
namespace {

const std::vector<std::string> kBase = {"experiment_id", "timestamp",        "repository",
                                        "model",         "training_success", "duration_seconds",
                                        "retries"};

TrialSummary example(const TrialRecord& record, const std::string& folder = "examples_mnist_001") {
  return summarise(record_json(record), folder);
}

TEST(Summary, PutsTheOldColumnsFirst) {
  const auto rows = read_csv(summary_csv({example(example_record())}));
  std::vector<std::string> expected = kBase;
  for (const char* name :
       {"hyperparam_epochs", "hyperparam_learning_rate", "perf_test_accuracy",
        "energy_cpu_pkg_joules", "energy_cpu_ram_joules", "energy_cpu_total_joules",
        "energy_gpu_avg_watts", "energy_gpu_max_watts", "energy_gpu_min_watts",
        "energy_gpu_total_joules", "energy_gpu_temp_avg_celsius", "energy_gpu_temp_max_celsius",
        "energy_gpu_util_avg_percent", "energy_gpu_util_max_percent", "mode"}) {
    expected.push_back(name);
  }
  ASSERT_GE(rows.at(0).size(), expected.size());
  EXPECT_EQ(std::vector<std::string>(rows[0].begin(), rows[0].begin() + expected.size()), expected);
}

TEST(Summary, WritesCellsAsPythonDid) {
  auto cells = cells_by_name(summary_csv({example(example_record())}));
  EXPECT_EQ(cells["training_success"], "True");
  EXPECT_EQ(cells["duration_seconds"], "20.5");
  EXPECT_EQ(cells["retries"], "0");
  EXPECT_EQ(cells["hyperparam_epochs"], "10");
  EXPECT_EQ(cells["perf_test_accuracy"], "98.0");
  EXPECT_EQ(cells["energy_cpu_ram_joules"], "");
  EXPECT_EQ(cells["energy_gpu_util_max_percent"], "87.0");
  EXPECT_EQ(cells["factor_lr"], "min");
  EXPECT_EQ(cells["factor_level"], "2");
  EXPECT_EQ(cells["flags"], "sample.late");
}

TEST(Summary, EndsLinesAsTheOldToolDid) {
  const std::string csv = summary_csv({example(example_record())});
  EXPECT_EQ(csv.substr(csv.size() - 2), "\r\n");
  EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'), 2);
  EXPECT_EQ(std::count(csv.begin(), csv.end(), '\r'), 2);
}

TEST(Summary, GivesEveryTrialEveryColumn) {
  TrialRecord other = example_record("bb");
  other.foregrounds[0].hyperparameters = {{"alpha", 1e-5}};
  other.backgrounds = {example_background()};
  const auto rows = read_csv(summary_csv({example(example_record()), example(other)}));
  ASSERT_EQ(rows.size(), 3u);
  EXPECT_EQ(rows[1].size(), rows[0].size());
  EXPECT_EQ(rows[2].size(), rows[0].size());
  EXPECT_EQ(rows[0][7], "hyperparam_alpha");
  EXPECT_EQ(rows[1][7], "");
  EXPECT_EQ(rows[2][7], "1e-05");
}

TEST(Summary, HasHeadsThatBreakNeitherLineNorColumn) {
  TrialRecord record = example_record();
  record.foregrounds[0].hyperparameters = {{"a\n,\"b", 1e-5}};
  const std::string csv = summary_csv({example(record)});
  EXPECT_EQ(read_csv(csv)[0][7], "hyperparam_a___b");
  EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'), 2);
}

TEST(Summary, HasNoCommaInNewCells) {
  TrialRecord record = example_record();
  record.label = "a,b";
  record.factors = {{"x,y", "1,2"}};
  record.foregrounds[0].message = "one, two\nthree";
  auto cells = cells_by_name(summary_csv({example(record)}));
  EXPECT_EQ(cells["label"], "a;b");
  EXPECT_EQ(cells["factor_x;y"], "1;2");
  EXPECT_EQ(cells["error_message"], "one; two three");
}

TEST(Summary, SurvivesHostileNamesInOldColumns) {
  TrialRecord record = example_record();
  record.foregrounds[0].performance_metrics = {{"a,\"b\"\n", 1.0}};
  auto cells = cells_by_name(summary_csv({example(record)}));
  EXPECT_EQ(cells["perf_a,\"b\"\n"], "1.0");
}

TEST(Summary, ReproducesASummaryOfTheOldTool) {
  const Json record = Json::parse(R"({"experiment_id": "pytorch_resnet_cifar10_resnet20_002",
    "timestamp": "2025-11-16T18:50:33.355703", "repository": "pytorch_resnet_cifar10",
    "model": "resnet20", "hyperparameters": {"epochs": 1, "learning_rate": 0.1, "seed": 1334},
    "duration_seconds": 19.920808792114258, "energy_metrics": {"cpu_energy_pkg_joules": 682.72,
    "cpu_energy_ram_joules": 50.35, "cpu_energy_total_joules": 733.07,
    "gpu_power_avg_watts": 125.675625, "gpu_power_max_watts": 226.95, "gpu_power_min_watts": 75.34,
    "gpu_energy_total_joules": 2010.81, "gpu_temp_avg_celsius": 62.75, "gpu_temp_max_celsius": 68.0,
    "gpu_util_avg_percent": 20.4375, "gpu_util_max_percent": 74.0},
    "performance_metrics": {"best_val_accuracy": 50.99, "test_accuracy": 50.98},
    "training_success": true, "retries": 0, "error_message": "Training completed successfully"})");
  const std::string csv = summary_csv({summarise(record, "pytorch_resnet_cifar10_resnet20_002")});
  EXPECT_NE(csv.find("\r\npytorch_resnet_cifar10_resnet20_002,2025-11-16T18:50:33.355703,"
                     "pytorch_resnet_cifar10,resnet20,True,19.920808792114258,0,1,0.1,1334,50.99,"
                     "50.98,682.72,50.35,733.07,125.675625,226.95,75.34,2010.81,62.75,68.0,20.4375,"
                     "74.0,"),
            std::string::npos)
      << csv;
}

}  // namespace
}  // namespace mutlua
