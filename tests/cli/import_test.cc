// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <algorithm>

#include "cli/program.h"
#include "support/old_results.h"

namespace mutlua {
namespace {

namespace fs = std::filesystem;
using test::write_run;

const std::string kSession = "old/run_20260301_200000";

bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

Json json_of(const Ended& ended) { return parse_json(ended.out, "standard output"); }

/// Two runs, one of them under a load that only its folder's name tells of.
void write_session(const TempFolder& folder) {
  write_run(folder, kSession + "/examples_mnist_001", {});
  write_run(folder, kSession + "/MRT-OAST_default_002_parallel",
            {.repository = "MRT-OAST",
             .model = "default",
             .hyperparameters = {{"learning_rate", 1e-5}, {"momentum", 0.9}},
             .metrics = {{"precision", 0.98}},
             .timestamp = "2026-03-01T20:10:00",
             .parallel = true});
  write_run(folder, kSession + "/examples_mnist_003_parallel",
            {.timestamp = "2026-03-01T20:20:00.5"});
}

/// Everything below a folder: paths, contents, and when they changed.
std::string tree(const fs::path& folder) {
  std::vector<std::string> lines;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    lines.push_back(entry.path().string() + " " +
                    std::to_string(entry.last_write_time().time_since_epoch().count()) + " " +
                    (entry.is_regular_file() ? Workshop::content(entry.path()) : ""));
  }
  std::sort(lines.begin(), lines.end());
  std::string all;
  for (const std::string& line : lines) all += line + "\n";
  return all;
}

TEST(ImportCommand, BringsASessionIntoTheIndexAndChangesNothingInIt) {
  Workshop workshop;
  write_session(workshop.folder);
  const std::string before = tree(workshop.folder / "old");
  const Ended ended = workshop.mutlua({"import", "old", "--json"});
  EXPECT_EQ(ended.status, 0) << ended.err;
  EXPECT_EQ(tree(workshop.folder / "old"), before);
  const Json document = json_of(ended);
  EXPECT_EQ(document.at("imported"), 3);
  EXPECT_EQ(document.at("repaired"), 0);
  EXPECT_EQ(document.at("flagged"), 1);
  EXPECT_EQ(document.at("refused"), 0);
  EXPECT_EQ(document.at("duplicates"), 0);
  const Json& first = document.at("experiments").at(0);
  EXPECT_EQ(first.at("session"), "run_20260301_200000");
  EXPECT_EQ(first.at("experiment_id"), "examples_mnist_001");
  EXPECT_EQ(first.at("flags"), Json::array());
  EXPECT_EQ(first.at("gpu_energy_total_joules"), 80 * 99);
  EXPECT_EQ(first.at("legacy_gpu_energy_joules"), 80 * 100);

  const Json again = json_of(workshop.mutlua({"import", "old", "--json"}));
  EXPECT_EQ(again.at("imported"), 0);
  EXPECT_EQ(again.at("duplicates"), 3);
  EXPECT_EQ(again.at("experiments"), Json::array());
}

TEST(ImportCommand, EndsWithATableOfWhatWasDoneAndWhy) {
  Workshop workshop;
  write_session(workshop.folder);
  workshop.folder.write(kSession + "/examples_mnist_004/experiment.json", "{ torn");
  const Ended ended = workshop.mutlua({"import", "old"});
  EXPECT_EQ(ended.status, 1);
  EXPECT_TRUE(holds(ended.out, "import.unrecorded_load")) << ended.out;
  EXPECT_TRUE(holds(ended.out, "examples_mnist_004")) << ended.out;
  EXPECT_TRUE(holds(ended.out, "imported 3, repaired 0, flagged 1, refused 1, duplicates 0"))
      << ended.out;
}

TEST(ImportCommand, TellsWhatItCannotDo) {
  Workshop workshop;
  EXPECT_EQ(workshop.mutlua({"import"}).status, 2);
  const Ended absent = workshop.mutlua({"import", "nowhere"});
  EXPECT_EQ(absent.status, 2);
  EXPECT_TRUE(holds(absent.err, "nowhere")) << absent.err;
  EXPECT_EQ(workshop.mutlua({"import", "repo"}).status, 2);
  write_session(workshop.folder);
  workshop.folder.write("results", "a file");
  EXPECT_EQ(workshop.mutlua({"import", "old"}).status, 3);
}

TEST(ImportCommand, ItsTrialsAreShownOnDemandAndSurviveARebuild) {
  Workshop workshop;
  write_session(workshop.folder);
  ASSERT_EQ(workshop.mutlua({"import", "old"}).status, 0);
  const auto shown = [&] {
    const Json list = json_of(workshop.mutlua({"sessions", "--json"}));
    EXPECT_EQ(list.size(), 1u);
    EXPECT_EQ(list.at(0).at("imported"), true);
    EXPECT_EQ(list.at(0).at("trials"), 3);
    const Json results = json_of(workshop.mutlua({"results", "run_20260301_200000", "--json"}));
    EXPECT_EQ(results.at("session"), "imported/run_20260301_200000");
    EXPECT_EQ(results.at("trials").at(1).at("background"), "MRT-OAST/default");
  };
  shown();
  ASSERT_EQ(workshop.mutlua({"index", "--rebuild"}).status, 0);
  shown();
  fs::remove(workshop.folder / "results/mutlua.db");
  fs::remove_all(workshop.folder / "old");
  shown();
}

TEST(ImportCommand, PassesOverTheRowsThatMutluaAppendedToTheOldTable) {
  Workshop workshop;
  workshop.script(
      "local mut = require 'mutlua'\nlocal study = mut.study { name = 's' }\n"
      "study:add { foreground = mut.model 'test/a' }\nstudy:run()\n");
  ASSERT_EQ(workshop.run({"-S"}).status, 0);
  const Ended ended = workshop.mutlua({"import", "results/summary_all.csv", "--json"});
  ASSERT_EQ(ended.status, 0) << ended.err;
  EXPECT_EQ(json_of(ended).at("imported"), 0);
}

TEST(ImportCommand, SaysThatATableIsOneOfMutluasOwn) {
  Workshop workshop;
  workshop.script(
      "local mut = require 'mutlua'\nlocal study = mut.study { name = 's' }\n"
      "study:add { foreground = mut.model 'test/a' }\nstudy:run()\n");
  ASSERT_EQ(workshop.run({"--simulate"}).status, 0);
  fs::copy_file(workshop.sessions().back() / "summary.csv", workshop.folder / "table.csv");
  const Ended ended = workshop.mutlua({"import", "table.csv", "--json"});
  EXPECT_EQ(json_of(ended).at("imported"), 0);
  EXPECT_EQ(json_of(ended).at("refused"), 1) << ended.out;
  EXPECT_NE(ended.out.find("sessions of mutlua"), std::string::npos) << ended.out;
}

TEST(ImportCommand, TakesNoFolderOfAnotherKindForAnOldRun) {
  Workshop workshop;
  write_run(workshop.folder, kSession + "/examples_mnist_001", {});
  fs::create_directories(workshop.folder / "old/source/energy");
  const Ended ended = workshop.mutlua({"import", "old", "--json"});
  EXPECT_EQ(ended.status, 0) << ended.err;
  EXPECT_EQ(json_of(ended).at("refused"), 0) << ended.out;
}

TEST(ImportCommand, LeavesStudiesAlone) {
  Workshop workshop;
  workshop.script(
      "local mut = require 'mutlua'\nlocal study = mut.study { name = 's' }\n"
      "study:add { foreground = mut.model 'test/a' }\nstudy:run()\n");
  ASSERT_EQ(workshop.run().status, 0);
  write_session(workshop.folder);
  ASSERT_EQ(workshop.mutlua({"import", "old"}).status, 0);
  ASSERT_EQ(workshop.run().status, 0);  // continues, and has nothing to do
  EXPECT_EQ(workshop.records().size(), 1u);
  EXPECT_EQ(json_of(workshop.mutlua({"results", "--json"})).at("study"), "s");
}

TEST(ImportCommand, HostileTextStaysText) {
  Workshop workshop;
  const std::string evil = "x'); DROP TABLE trials; --\x1b[2J\"\n";
  write_run(workshop.folder, kSession + "/examples_mnist_001",
            {.repository = evil,
             .model = evil,
             .hyperparameters = {{evil, evil}},
             .metrics = {{evil, 1.0}}});
  workshop.folder.write(kSession + "/\x1b[2J_002/experiment.json", "{");
  const Ended ended = workshop.mutlua({"import", "old"});
  EXPECT_EQ(ended.status, 1);
  EXPECT_FALSE(holds(ended.out + ended.err, "\x1b"));
  const Ended results = workshop.mutlua({"results"});
  EXPECT_EQ(results.status, 0) << results.err;
  EXPECT_FALSE(holds(results.out, "\x1b"));
  const Json trial = json_of(workshop.mutlua({"results", "--json"})).at("trials").at(0);
  EXPECT_EQ(trial.at("hyperparameters").at(evil), evil);
}

TEST(ExportCommand, WritesOwnAndImportedTrialsAsTheOldTable) {
  Workshop workshop;
  EXPECT_EQ(workshop.mutlua({"export", "--legacy"}).status, 2);  // nothing there yet
  workshop.script(
      "local mut = require 'mutlua'\nlocal study = mut.study { name = 's' }\n"
      "study:add { foreground = mut.model 'test/a' : with { epochs = 3 } }\nstudy:run()\n");
  ASSERT_EQ(workshop.run().status, 0);
  write_session(workshop.folder);
  ASSERT_EQ(workshop.mutlua({"import", "old"}).status, 0);
  const Ended ended = workshop.mutlua({"export", "--legacy"});
  EXPECT_EQ(ended.status, 0) << ended.err;
  EXPECT_TRUE(holds(ended.err, "hyperparam_momentum")) << ended.err;
  EXPECT_EQ(std::count(ended.out.begin(), ended.out.end(), '\r'), 5);
  EXPECT_TRUE(holds(ended.out, "test_a_001,"));
  EXPECT_TRUE(holds(ended.out,
                    "examples_mnist_001,2026-03-01T20:01:40.250000,examples,mnist,False,True,"
                    "100.0,0,Training completed successfully,,,,2,,,,,,,,,,,,,98.5,"))
      << ended.out;
  EXPECT_TRUE(holds(ended.out, ",1e-05,"));
  EXPECT_TRUE(holds(ended.out, ",parallel,MRT-OAST,default,Background training served"));
  ASSERT_EQ(workshop.mutlua({"export", "--legacy", "old.csv"}).status, 0);
  EXPECT_EQ(workshop.folder.read("old.csv"), ended.out);
  EXPECT_EQ(workshop.mutlua({"export"}).status, 2);
}

}  // namespace
}  // namespace mutlua
