// SPDX-License-Identifier: MIT
// What an import flags: contamination, and successes that were none.
#include <gtest/gtest.h>

#include <algorithm>

#include "legacy/importing.h"

namespace mutlua {
namespace {

using namespace test;  // tests/legacy/importing.h: a folder of old results, imported

std::string place(int number) { return fmt::format("old/s/examples_mnist_{:03}", number); }

/// Ends of their own, so that they are not taken for one experiment.
std::string end(int number) { return fmt::format("2026-03-01T20:{:02}:40", number); }

TEST(ImportFlags, ShortSuccessesAndThoseWithoutMetrics) {
  const TempFolder folder;
  write_run(folder, place(1), {.seconds = 9.0});
  write_run(folder, place(2), {.metrics = Json::object(), .timestamp = end(2)});
  write_run(folder, place(3), {.metrics = {{"accuracy", 4557.0}}, .timestamp = end(3)});
  write_run(folder, place(4),
            {.metrics = Json::object(), .timestamp = end(4), .seconds = 5, .success = false});
  const ImportReport report = import_old(folder);
  EXPECT_EQ(flags_of(report, "examples_mnist_001"), Names({"import.success_within_seconds"}));
  EXPECT_EQ(flags_of(report, "examples_mnist_002"), Names({"import.success_without_metrics"}));
  EXPECT_EQ(flags_of(report, "examples_mnist_003"), Names({"import.metric_is_a_count"}));
  EXPECT_EQ(flags_of(report, "examples_mnist_004"), Names());
  const auto performance = [&](const char* id) {
    return imported_record(folder, "s", id).at("quality").at("performance");
  };
  EXPECT_EQ(performance("examples_mnist_002"), "suspect");
  EXPECT_EQ(performance("examples_mnist_004"), "invalid");
}

TEST(ImportFlags, ARunBesideALoadThatItsRecordDoesNotName) {
  const TempFolder folder;
  write_run(folder, place(1), {});
  folder.write(place(2) + "_parallel/background_logs/run_1.log", "load");
  write_run(folder, place(3), {.timestamp = end(3)});
  write_run(folder, place(5) + "_parallel", {.timestamp = end(5)});
  const ImportReport report = import_old(folder);
  EXPECT_EQ(flags_of(report, "examples_mnist_001"), Names());
  EXPECT_EQ(flags_of(report, "examples_mnist_003"), Names({"import.unrecorded_load"}));
  EXPECT_EQ(flags_of(report, "examples_mnist_005_parallel"), Names({"import.unrecorded_load"}));
  EXPECT_EQ(imported_record(folder, "s", "examples_mnist_003").at("quality").at("energy"),
            "invalid");
}

TEST(ImportFlags, AMissingNumberOfTheTimeBeforeLoadsWereRecorded) {
  const TempFolder folder;
  write_run(folder, place(2), {.timestamp = "2025-11-16T20:00:00"});
  write_run(folder, place(4), {.timestamp = "2025-11-16T20:10:00"});
  write_run(folder, "old/later/examples_mnist_002", {.timestamp = "2025-12-16T20:00:00"});
  const ImportReport report = import_old(folder);
  EXPECT_EQ(flags_of(report, "examples_mnist_004"), Names({"import.unrecorded_load"}));
  EXPECT_EQ(imported_record(folder, "later", "examples_mnist_002").at("quality").at("flags"),
            Json::array());
}

TEST(ImportFlags, PowerAndTimeFarAboveTheGroup) {
  const TempFolder folder;
  for (int i = 1; i <= 6; ++i)
    write_run(folder, place(i), {.timestamp = end(i), .watts = 10.0 + i});
  write_run(folder, place(7), {.timestamp = end(7), .watts = 185});
  write_run(folder, place(8), {.timestamp = end(8), .seconds = 230, .watts = 11});
  // Another workload, and a run beside a load: no business of this group.
  write_run(folder, place(9),
            {.hyperparameters = {{"epochs", 9}}, .timestamp = end(9), .seconds = 450});
  write_run(folder, place(10) + "_parallel",
            {.timestamp = end(10), .watts = 300, .parallel = true});
  const ImportReport report = import_old(folder);
  EXPECT_EQ(flags_of(report, "examples_mnist_001"), Names());
  EXPECT_EQ(flags_of(report, "examples_mnist_007"), Names({"import.power_far_above_group"}));
  EXPECT_EQ(flags_of(report, "examples_mnist_008"), Names({"import.time_far_above_group"}));
  EXPECT_EQ(flags_of(report, "examples_mnist_009"), Names());
  EXPECT_EQ(flags_of(report, "examples_mnist_010_parallel"), Names());
}

TEST(ImportFlags, AGroupThatComesLaterFlagsWhatIsThere) {
  const TempFolder folder;
  write_run(folder, "first/s/examples_mnist_001", {.watts = 185});
  import_results({folder / "first"}, folder / "results", {});
  for (int i = 2; i <= 7; ++i) write_run(folder, place(i), {.timestamp = end(i), .watts = 10});
  import_old(folder);
  const Json flags = imported_record(folder, "s", "examples_mnist_001").at("quality").at("flags");
  ASSERT_EQ(flags.size(), 1u);
  EXPECT_EQ(flags[0].at("id"), "import.power_far_above_group");
  EXPECT_EQ(flags[0].at("value"), 185);
}

TEST(ImportFlags, RunsThatTakeTheSameTimeWhateverTheirEpochs) {
  const TempFolder folder;
  int number = 0;
  for (const int epochs : {5, 10, 20}) {
    ++number;
    write_run(folder, place(number),
              {.hyperparameters = {{"epochs", epochs}},
               .timestamp = end(number),
               .seconds = 90.0 + number});
  }
  write_run(folder, place(4),
            {.hyperparameters = {{"epochs", 5}}, .timestamp = end(4), .seconds = 1600});
  const ImportReport report = import_old(folder);
  for (const char* id : {"examples_mnist_001", "examples_mnist_002", "examples_mnist_003"}) {
    EXPECT_EQ(flags_of(report, id), Names({"import.same_time_whatever_epochs"})) << id;
  }
  EXPECT_EQ(flags_of(report, "examples_mnist_004"), Names());
}

TEST(ImportFlags, SamplesThatStopOrPause) {
  const TempFolder folder;
  write_run(folder, place(1), {});
  folder.write(place(1) + "/energy/gpu_power.csv",
               "timestamp,power_draw_w\n1772366400,80\n1772366430,80\n1772366431,80\n");
  const ImportReport report = import_old(folder);
  const Names flags = flags_of(report, "examples_mnist_001");
  for (const char* id :
       {"import.sample_gap", "import.samples_too_short", "import.energy_differs"}) {
    EXPECT_NE(std::find(flags.begin(), flags.end(), id), flags.end()) << id;
  }
}

}  // namespace
}  // namespace mutlua
