// SPDX-License-Identifier: MIT
#include "store/legacy_table.h"

#include <gtest/gtest.h>

#include "store/csv.h"
#include "store/examples.h"
#include "store/record.h"

namespace mutlua {
namespace {

TrialOfSession example(bool beside = false) {
  TrialRecord record = example_record();
  record.experiment_id = "examples_mnist_001";
  record.foregrounds = {example_training()};
  record.backgrounds.clear();
  if (beside) record.backgrounds = {example_background()};
  return {"run_20260301_133045", summarise(record_json(record), "")};
}

TEST(LegacyTable, HasTheOldColumnsInTheirOrder) {
  const std::string table = legacy_table({});
  EXPECT_EQ(table,
            "experiment_id,timestamp,repository,model,is_parallel,training_success,"
            "duration_seconds,retries,error_message,hyperparam_alpha,hyperparam_batch_size,"
            "hyperparam_dropout,hyperparam_epochs,hyperparam_kfold,hyperparam_learning_rate,"
            "hyperparam_max_iter,hyperparam_seed,hyperparam_weight_decay,perf_accuracy,"
            "perf_best_val_accuracy,perf_map,perf_precision,perf_rank1,perf_rank5,perf_recall,"
            "perf_test_accuracy,perf_test_loss,perf_eval_loss,perf_final_training_loss,"
            "perf_eval_samples_per_second,perf_top1_accuracy,perf_top5_accuracy,"
            "perf_top10_accuracy,perf_top20_accuracy,energy_cpu_pkg_joules,energy_cpu_ram_joules,"
            "energy_cpu_total_joules,energy_gpu_avg_watts,energy_gpu_max_watts,"
            "energy_gpu_min_watts,energy_gpu_total_joules,energy_gpu_temp_avg_celsius,"
            "energy_gpu_temp_max_celsius,energy_gpu_util_avg_percent,energy_gpu_util_max_percent,"
            "experiment_source,num_mutated_params,mutated_param,mode,bg_repository,bg_model,"
            "bg_note,bg_log_directory,fg_duration_seconds,fg_retries,fg_error_message\r\n");
  EXPECT_EQ(read_csv(table).at(0).size(), 56u);
}

TEST(LegacyTable, WritesNumbersAndBooleansAsPythonDoes) {
  TrialOfSession each = example();
  each.trial.duration_seconds = 10;
  each.trial.energy_metrics.assign(11, std::nullopt);
  each.trial.energy_metrics[6] = 1e16;
  each.trial.hyperparameters = {{"foreground", 1, "learning_rate", 1e-5, "passed"},
                                {"foreground", 1, "epochs", 10, "catalogue default"}};
  auto cells = cells_by_name(legacy_table({each}));
  EXPECT_EQ(cells["duration_seconds"], "10.0");
  EXPECT_EQ(cells["training_success"], "True");
  EXPECT_EQ(cells["is_parallel"], "False");
  EXPECT_EQ(cells["mode"], "");
  EXPECT_EQ(cells["hyperparam_learning_rate"], "1e-05");
  EXPECT_EQ(cells["hyperparam_epochs"], "");
  EXPECT_EQ(cells["num_mutated_params"], "1");
  EXPECT_EQ(cells["mutated_param"], "learning_rate");
  EXPECT_EQ(cells["energy_gpu_total_joules"], "1e+16");
  EXPECT_EQ(cells["energy_cpu_pkg_joules"], "");
  EXPECT_EQ(cells["experiment_source"], "run_20260301_133045");
  EXPECT_EQ(cells["bg_repository"], "");
  EXPECT_EQ(cells["fg_retries"], "");
}

TEST(LegacyTable, SaysWhatRanBeside) {
  TrialOfSession each = example(true);
  each.trial.message = "failed, \"twice\"";
  auto cells = cells_by_name(legacy_table({each}));
  EXPECT_EQ(cells["is_parallel"], "True");
  EXPECT_EQ(cells["mode"], "parallel");
  EXPECT_EQ(cells["bg_repository"], example_background().repository);
  EXPECT_EQ(cells["bg_model"], example_background().model);
  EXPECT_EQ(cells["bg_note"], example_background().note);
  EXPECT_EQ(cells["bg_log_directory"], example_background().log_directory);
  EXPECT_EQ(cells["fg_duration_seconds"], cells["duration_seconds"]);
  EXPECT_EQ(cells["fg_error_message"], "failed, \"twice\"");
}

TEST(LegacyTable, NamesWhatItHasNoColumnFor) {
  TrialOfSession each = example();
  each.trial.hyperparameters = {{"foreground", 1, "momentum", 0.9, "passed"}};
  each.trial.metrics = {{"accuracy", 0.9}, {"f1", 0.8}};
  EXPECT_EQ(left_out_of_legacy_table({each}),
            std::vector<std::string>({"hyperparam_momentum", "perf_f1"}));
}

}  // namespace
}  // namespace mutlua
