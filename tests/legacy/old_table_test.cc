// SPDX-License-Identifier: MIT
#include "legacy/old_table.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "legacy/importing.h"

namespace mutlua {
namespace {

using namespace test;  // tests/legacy/importing.h: a folder of old results, imported

constexpr const char* kHead =
    "experiment_id,timestamp,repository,model,training_success,duration_seconds,retries,"
    "hyperparam_epochs,hyperparam_seed,perf_test_accuracy,energy_cpu_pkg_joules,"
    "energy_cpu_ram_joules,energy_cpu_total_joules,energy_gpu_avg_watts,energy_gpu_total_joules,"
    "mode,error_message,fg_repository,fg_model,fg_duration_seconds,fg_training_success,fg_retries,"
    "fg_error_message,fg_hyperparam_epochs,fg_perf_test_accuracy,fg_energy_cpu_total_joules,"
    "fg_energy_gpu_total_joules,bg_repository,bg_model,bg_note,bg_log_directory\r\n";

/// The four ways in which concurrent rows were filled, all telling the same.
const char* const kFillings[] = {
    "m_001_parallel,2026-03-01T20:01:40,examples,mnist,True,100.5,0,3,,98.5,,,20.5,80.0,8000.0,"
    "parallel,done,,,,,,,,,,,MRT-OAST,default,load,/logs\r\n",
    "m_001_parallel,2026-03-01T20:01:40,examples,mnist,True,100.5,0,3,,98.5,,,20.5,80.0,8000.0,"
    "parallel,done,examples,mnist,100.5,True,0,done,3,98.5,20.5,8000.0,MRT-OAST,default,load,"
    "/logs\r\n",
    "m_001_parallel,2026-03-01T20:01:40,examples,mnist,True,,0,3,,98.5,,,20.5,80.0,8000.0,"
    "parallel,done,,,100.5,,,,,,,,MRT-OAST,default,load,/logs\r\n",
    "m_001_parallel,2026-03-01T20:01:40,,,,,,,,,,,,80.0,,parallel,,examples,mnist,100.5,True,0,"
    "done,3,98.5,20.5,8000.0,MRT-OAST,default,load,/logs\r\n"};

TEST(OldTable, ReadsTheFourFillingsAlike) {
  std::optional<Json> first;
  for (const char* row : kFillings) {
    const TableRow read = read_table_row(read_csv_table(std::string(kHead) + row), 0);
    if (!first) first = read.record;
    EXPECT_EQ(read.record, *first) << row;
    EXPECT_EQ(read.id, "m_001_parallel");
  }
  const Json& training = first->at("foreground");
  EXPECT_EQ(training.at("repository"), "examples");
  EXPECT_EQ(training.at("hyperparameters"), (Json{{"epochs", 3}}));
  EXPECT_EQ(training.at("duration_seconds"), 100.5);
  EXPECT_EQ(training.at("energy_metrics").at("gpu_energy_total_joules"), 8000.0);
  EXPECT_TRUE(training.at("energy_metrics").at("cpu_energy_pkg_joules").is_null());
  EXPECT_EQ(first->at("background").at("model"), "default");
}

TEST(OldTable, ReadsQuotesLineEndsAndByteOrderMarks) {
  const CsvTable table =
      read_csv_table("\xef\xbb\xbf\"a\",b\r\n\"x, \"\"y\"\"\nz\",\r\n\r\n1,\"\"\n\xff,2");
  EXPECT_EQ(table.head, Names({"a", "b"}));
  ASSERT_EQ(table.rows.size(), 3u);
  EXPECT_EQ(table.rows[0], Names({"x, \"y\"\nz", ""}));
  EXPECT_EQ(table.rows[1], Names({"1", ""}));
  EXPECT_EQ(table.rows[2], Names({"\xef\xbf\xbd", "2"}));
  EXPECT_THROW(read_csv_table("a,b\n\"never closed"), Error);
  EXPECT_TRUE(read_csv_table("").rows.empty());
}

TEST(OldTable, RefusesRaggedRowsAndRowsWithoutAModel) {
  const TempFolder folder;
  folder.write("old/data.csv",
               std::string(kHead) + kFillings[0] + "m_002,2026-03-01,examples\r\n" +
                   "m_003,2026-03-01T21:00:00,,,True,,,,,,,,,,,,,,,,,,,,,,,,,,\r\n");
  const ImportReport report = import_old(folder);
  EXPECT_EQ(report.imported.size(), 1u);
  ASSERT_EQ(report.refused.size(), 2u);
  EXPECT_NE(report.refused[0].reason.find("3 cells"), std::string::npos);
}

TEST(OldTable, ARowOfAFolderIsADuplicate) {
  const TempFolder folder;
  write_run(folder, "old/run_1/m_001", {});
  folder.write("old/raw_data.csv",
               std::string("experiment_id,timestamp,repository,model,training_success\r\n") +
                   "default__m_001,2026-03-01T20:01:40.250900,examples,mnist,True\r\n" +
                   "m_001,2026-03-01T20:01:40.250900,examples,mnist,True\r\n" +
                   "m_001,2026-03-02T20:01:40.250900,examples,mnist,True\r\n");
  const ImportReport report = import_old(folder);
  EXPECT_EQ(report.imported.size(), 2u);
  EXPECT_EQ(report.duplicates, 2u);
  EXPECT_FALSE(imported_record(folder, "raw_data.csv", "m_001").is_null());
}

TEST(OldTable, ASessionsOwnSummaryAddsOnlyWhatHasNoFolder) {
  const TempFolder folder;
  write_run(folder, "old/run_1/m_001", {});
  folder.write("old/run_1/summary.csv",
               std::string("experiment_id,timestamp,repository,model,training_success\r\n") +
                   "m_001,2026-03-01T20:01:40.250003,examples,mnist,True\r\n" +
                   "m_002,2026-03-01T20:03:40.250003,examples,mnist,True\r\n");
  const ImportReport report = import_old(folder);
  EXPECT_EQ(report.imported.size(), 2u);
  EXPECT_EQ(report.duplicates, 0u);
  EXPECT_FALSE(imported_record(folder, "run_1", "m_002").is_null());
}

TEST(OldTable, AFolderTakesThePlaceOfARow) {
  const TempFolder folder;
  folder.write("first/data.csv", std::string(kHead) + kFillings[0]);
  import_results({folder / "first"}, folder / "results", {});
  write_run(folder, "old/run_1/m_001_parallel",
            {.timestamp = "2026-03-01T20:01:40.2", .parallel = true});
  const ImportReport report = import_old(folder);
  EXPECT_EQ(report.imported.size(), 1u);
  EXPECT_EQ(report.imported.at(0).repairs.size(), 1u);
  EXPECT_TRUE(imported_record(folder, "data.csv", "m_001_parallel").is_null());
  EXPECT_FALSE(imported_record(folder, "run_1", "m_001_parallel").is_null());
  EXPECT_FALSE(std::filesystem::exists(folder / "results/imported/data.csv.json"));
}

TEST(OldTable, RowsWithTheEnergyOfAnotherExperimentAreFlagged) {
  const TempFolder folder;
  const std::string head =
      "experiment_id,timestamp,repository,model,training_success,duration_seconds,"
      "perf_test_accuracy,energy_cpu_total_joules,energy_gpu_total_joules\r\n";
  write_run(folder, "old/run_1/m_001", {});
  folder.write("old/raw_data.csv",
               head + "m_001,2026-03-05T20:00:00,examples,mnist,True,50.0,98.0,1520.75,8000.0\r\n" +
                   "m_002,2026-03-05T21:00:00,examples,mnist,True,50.0,98.0,10.0,20.0\r\n");
  const ImportReport report = import_old(folder);
  ASSERT_EQ(report.imported.size(), 3u);
  const Json flags = imported_record(folder, "raw_data.csv", "m_001").at("quality").at("flags");
  EXPECT_TRUE(std::any_of(flags.begin(), flags.end(), [](const Json& flag) {
    return flag.at("id") == "import.energy_of_another";
  }));
  EXPECT_EQ(flags_of(report, "m_002"), Names({"import.no_samples", "import.cpu_not_counted"}));
}

}  // namespace
}  // namespace mutlua
