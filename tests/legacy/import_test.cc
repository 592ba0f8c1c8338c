// SPDX-License-Identifier: MIT
#include "legacy/import.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "base/error.h"
#include "legacy/importing.h"
#include "store/index.h"

namespace mutlua {
namespace {

namespace fs = std::filesystem;
using test::flags_of;
using test::import_old;
using test::write_run;
using Names = std::vector<std::string>;

std::vector<TrialSummary> indexed(const TempFolder& folder, const std::string& session) {
  return Index(folder / "results").summaries("imported/" + session);
}

TEST(Import, RecomputesTheEnergyAndKeepsTheOldSumBeside) {
  const TempFolder folder;
  write_run(folder, "old/run_20260301_200000/examples_mnist_001", {});
  const ImportReport report = import_old(folder);
  ASSERT_EQ(report.imported.size(), 1u);
  EXPECT_EQ(report.imported[0].gpu_energy_total_joules, 80 * 99);
  EXPECT_EQ(report.imported[0].legacy_gpu_energy_joules, 80 * 100);
  EXPECT_EQ(report.imported[0].flags, Names());
  const auto trials = indexed(folder, "run_20260301_200000");
  ASSERT_EQ(trials.size(), 1u);
  EXPECT_EQ(trials[0].energy("gpu_energy_total_joules"), 80 * 99);
  EXPECT_EQ(trials[0].legacy_gpu_energy_joules, 80 * 100);
  EXPECT_EQ(trials[0].total_energy_joules, 80 * 99 + 1520.75);
  EXPECT_EQ(trials[0].energy_verdict, "ok");
  EXPECT_EQ(trials[0].performance_verdict, "ok");
}

TEST(Import, MarksItsTrialsWithTheirOrigin) {
  const TempFolder folder;
  write_run(folder, "old/run_20260301_200000/examples_mnist_001", {});
  write_run(folder, "old/run_20260301_200000/examples_mnist_002_parallel", {.parallel = true});
  import_old(folder);
  const auto trials = indexed(folder, "run_20260301_200000");
  ASSERT_EQ(trials.size(), 2u);
  EXPECT_EQ(trials[0].layout, "flat");
  EXPECT_EQ(trials[1].layout, "parallel");
  EXPECT_EQ(trials[1].background, "MRT-OAST/default");
  EXPECT_EQ(trials[0].imported_from,
            fs::canonical(folder / "old/run_20260301_200000/examples_mnist_001").string());
}

TEST(Import, TellsTheZoneOfTheOldClockFromTheSamples) {
  const TempFolder folder;
  write_run(folder, "old/s/examples_mnist_001", {});
  import_old(folder);
  const auto trials = indexed(folder, "s");
  EXPECT_EQ(trials.at(0).ended_at, "2026-03-01T12:01:40.250000Z");
  EXPECT_EQ(trials.at(0).started_at, "2026-03-01T12:00:00.250000Z");
}

TEST(Import, TwiceIsOnce) {
  const TempFolder folder;
  write_run(folder, "old/run_1/examples_mnist_001", {});
  write_run(folder, "old/backup/run_1/examples_mnist_001", {});
  const ImportReport first = import_old(folder);
  EXPECT_EQ(first.imported.size(), 1u);
  EXPECT_EQ(first.duplicates, 1u);
  const std::string notes = folder.read("results/imported/run_1.json");
  const auto written = fs::last_write_time(folder / "results/imported/run_1.json");
  const ImportReport second = import_old(folder);
  EXPECT_TRUE(second.imported.empty());
  EXPECT_EQ(second.duplicates, 2u);
  EXPECT_EQ(folder.read("results/imported/run_1.json"), notes);
  EXPECT_EQ(fs::last_write_time(folder / "results/imported/run_1.json"), written);
}

TEST(Import, SessionsOfOneNameAndOtherContentStayApart) {
  const TempFolder folder;
  write_run(folder, "old/a/run_1/examples_mnist_001", {});
  write_run(folder, "old/b/run_1/examples_mnist_001", {.timestamp = "2026-03-02T20:01:40"});
  EXPECT_EQ(import_old(folder).imported.size(), 2u);
  EXPECT_EQ(indexed(folder, "run_1").size(), 1u);
  EXPECT_EQ(indexed(folder, "run_1-2").size(), 1u);
}

TEST(Import, SurvivesTheLossOfTheIndexAndOfTheOldFolder) {
  const TempFolder folder;
  write_run(folder, "old/run_1/examples_mnist_001", {});
  import_old(folder);
  fs::remove_all(folder / "old");
  fs::remove(folder / "results/mutlua.db");
  EXPECT_EQ(indexed(folder, "run_1").size(), 1u);
  Index(folder / "results").rebuild();
  EXPECT_EQ(indexed(folder, "run_1").size(), 1u);
}

TEST(Import, AnExperimentThatCannotBeReadIsRefusedAndTheRestGoesOn) {
  const TempFolder folder;
  write_run(folder, "old/s/examples_mnist_001", {});
  folder.write("old/s/examples_mnist_002/experiment.json", "{\"experiment_id\": ");
  folder.write("old/s/examples_mnist_003/experiment.json", "");
  folder.write("old/s/examples_mnist_004/experiment.json", "[1, 2]");
  folder.write("old/s/examples_mnist_005/experiment.json", "{\"training_success\": true}");
  folder.write("old/s/examples_mnist_006/experiment.json", std::string(100'000, '['));
  folder.write("old/s/examples_mnist_007/energy/gpu_power.csv", "timestamp,power_draw_w\n");
  fs::create_directories(folder / "old/s/examples_mnist_008");
  ASSERT_EQ(::mkfifo((folder / "old/s/examples_mnist_008/experiment.json").c_str(), 0666), 0);
  folder.write("old/s/examples_mnist_009/experiment.json", std::string(5 << 20, ' '));
  const ImportReport report = import_old(folder);
  EXPECT_EQ(report.imported.size(), 1u);
  EXPECT_EQ(report.refused.size(), 8u);
  for (const Refusal& each : report.refused) EXPECT_FALSE(each.reason.empty()) << each.path;
}

/// Whatever a byte more, less or other does to a file: it is imported, or refused with a reason.
TEST(Import, SurvivesFilesThatAreDamagedAnywhere) {
  const TempFolder folder;
  const std::string place = "old/s/examples_mnist_001/";
  write_run(folder, place.substr(0, place.size() - 1), {.seconds = 5, .parallel = true});
  folder.write("old/data.csv",
               "experiment_id,timestamp,repository,model,training_success,hyperparam_epochs\r\n"
               "\"m_002\",2026-03-01T20:01:40,examples,mnist,True,3\r\n");
  for (const char* name : {"s/examples_mnist_001/experiment.json", "data.csv",
                           "s/examples_mnist_001/energy/gpu_power.csv",
                           "s/examples_mnist_001/energy/cpu_energy_raw.txt"}) {
    const std::string file = std::string("old/") + name;
    const std::string whole = folder.read(file);
    for (std::size_t i = 0; i < whole.size(); i += 61) {
      for (const char* other : {"", "\"", "\n", "-9e999", "\xff"}) {
        folder.write(file,
                     whole.substr(0, i) + other + whole.substr(std::min(i + 3, whole.size())));
        const ImportReport report = import_old(folder);
        EXPECT_LE(report.imported.size() + report.refused.size() + report.duplicates, 3u);
        fs::remove_all(folder / "results");
      }
    }
    folder.write(file, whole);
  }
}

TEST(Import, FollowsNoLinksInACircle) {
  const TempFolder folder;
  write_run(folder, "old/s/examples_mnist_001", {});
  fs::create_directory_symlink(folder / "old", folder / "old/s/again");
  EXPECT_EQ(import_old(folder).imported.size(), 1u);
}

TEST(Import, FiguresThatAreNotThoseOfTheFilesAreReplacedAndFlagged) {
  const TempFolder folder;
  write_run(folder, "old/s/examples_mnist_001", {});
  Json record = test::record_json({}, "examples_mnist_001");
  record["energy_metrics"]["gpu_energy_total_joules"] = 1.0;
  record["energy_metrics"]["gpu_temp_max_celsius"] = nullptr;
  folder.write("old/s/examples_mnist_001/experiment.json", record.dump());
  const ImportReport report = import_old(folder);
  EXPECT_EQ(flags_of(report, "examples_mnist_001"), Names({"import.energy_differs"}));
  EXPECT_EQ(report.imported.at(0).repairs.size(), 2u);
  EXPECT_EQ(report.imported.at(0).gpu_energy_total_joules, 80 * 99);
  EXPECT_EQ(indexed(folder, "s").at(0).energy("gpu_temp_max_celsius"), 50);
}

TEST(Import, WithoutSamplesTheEnergyIsUnknownAndTheOldSumStays) {
  const TempFolder folder;
  write_run(folder, "old/s/examples_mnist_001", {});
  fs::remove_all(folder / "old/s/examples_mnist_001/energy");
  const ImportReport report = import_old(folder);
  EXPECT_EQ(flags_of(report, "examples_mnist_001"), Names({"import.no_samples"}));
  EXPECT_EQ(report.imported.at(0).gpu_energy_total_joules, std::nullopt);
  EXPECT_EQ(report.imported.at(0).legacy_gpu_energy_joules, 8000);
  EXPECT_EQ(indexed(folder, "s").at(0).energy("cpu_energy_pkg_joules"), 1500.5);
}

TEST(Import, ACounterThatPerfLackedIsUnknownAndNotZero) {
  const TempFolder folder;
  write_run(folder, "old/s/examples_mnist_001", {});
  const std::string energy = "old/s/examples_mnist_001/energy/";
  folder.write(energy + "cpu_energy_raw.txt",
               " 1,500.50 Joules power/energy-pkg/\n <not counted> Joules power/energy-ram/\n"
               " 99.5 seconds time elapsed\n");
  folder.write(energy + "cpu_energy.txt",
               "Package Energy (Joules): 1500.50\nRAM Energy (Joules): 0\n"
               "Total CPU Energy (Joules): 1500.50\n");
  const ImportReport report = import_old(folder);
  const auto trial = indexed(folder, "s").at(0);
  EXPECT_EQ(trial.energy("cpu_energy_ram_joules"), std::nullopt);
  EXPECT_EQ(trial.energy("cpu_energy_total_joules"), 1500.5);
  EXPECT_EQ(trial.flags.back().id, "import.cpu_not_counted");
}

TEST(Import, ReadsTheFilesOfTheFirstDays) {
  const TempFolder folder;
  Json record = test::record_json({}, "20260301_200000_examples_mnist");
  for (const char* later : {"gpu_temp_avg_celsius", "gpu_temp_max_celsius", "gpu_util_avg_percent",
                            "gpu_util_max_percent"}) {
    record["energy_metrics"].erase(later);
  }
  folder.write("old/results/20260301_200000_examples_mnist.json", record.dump());
  test::write_energy(folder, "old/results/energy_20260301_200000_examples_mnist_attempt2", {});
  test::write_energy(folder, "old/results/energy_20260301_200000_examples_mnist_attempt1",
                     {.watts = 1});
  const ImportReport report = import_old(folder);
  ASSERT_EQ(report.imported.size(), 1u);
  EXPECT_EQ(report.imported[0].gpu_energy_total_joules, 80 * 99);
  EXPECT_EQ(report.imported[0].layout, "early flat");
}

TEST(Import, JoinsTheFirstParallelRunsWithTheirForeground) {
  const TempFolder folder;
  folder.write("old/results/20260301_200000_examples_mnist.json",
               test::record_json({}, "20260301_200000_examples_mnist").dump());
  const Json parallel = {
      {"experiment_id", "20260301_195900_examples_mnist_parallel"},
      {"mode", "parallel"},
      {"foreground_result",
       {{"experiment_id", "20260301_200000_examples_mnist"}, {"success", true}, {"retries", 0}}},
      {"background_info",
       {{"repo", "MRT-OAST"}, {"model", "default"}, {"hyperparameters", Json::object()}}}};
  folder.write("old/results/20260301_195900_examples_mnist_parallel.json", parallel.dump());
  test::write_energy(folder, "old/results/energy_20260301_200000_examples_mnist_attempt1", {});
  const ImportReport report = import_old(folder);
  ASSERT_EQ(report.imported.size(), 1u);
  EXPECT_EQ(report.imported[0].gpu_energy_total_joules, 80 * 99);
  const auto trial = indexed(folder, "results").at(0);
  EXPECT_EQ(trial.mode, "parallel");
  EXPECT_EQ(trial.background, "MRT-OAST/default");
}

TEST(Import, RefusesWhatHoldsNoResults) {
  const TempFolder folder;
  folder.write("old/readme.txt", "nothing");
  EXPECT_THROW(import_old(folder), Error);
  EXPECT_THROW(import_results({folder / "absent"}, folder / "results", {}), Error);
}

TEST(Import, PassesOverSessionsOfItsOwn) {
  const TempFolder folder;
  folder.write("old/run_1/session.json", "{}");
  folder.write("old/run_1/examples_mnist_001/experiment.json", "{\"schema_version\": 1}");
  write_run(folder, "old/run_2/examples_mnist_001", {});
  const ImportReport report = import_old(folder);
  EXPECT_EQ(report.imported.size(), 1u);
  EXPECT_EQ(report.ours.size(), 1u);
}

}  // namespace
}  // namespace mutlua
