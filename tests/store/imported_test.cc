// SPDX-License-Identifier: MIT
#include "store/imported.h"

#include <gtest/gtest.h>

#include "store/examples.h"
#include "store/index.h"

namespace mutlua {
namespace {

Json trial(const std::string& id) {
  return {{"experiment_id", id},
          {"timestamp", "2025-11-18T16:40:03"},
          {"repository", "examples"},
          {"model", "mnist"},
          {"training_success", true},
          {"quality", {{"energy", "ok"}, {"performance", "ok"}, {"flags", Json::array()}}},
          {"imported", {{"from", "/old/" + id}, {"layout", "flat"}, {"id", id}}}};
}

Json one(const std::filesystem::path& results, const std::string& sql) {
  return query(results, sql).rows.at(0).at(0);
}

TEST(ImportedSession, IsReadAsItWasWritten) {
  const TempFolder results;
  EXPECT_TRUE(read_imported(results.path()).empty());
  const ImportedSession session = {.name = "run_1", .trials = {trial("a_001"), trial("a_002")}};
  EXPECT_TRUE(write_imported(results.path(), session));
  EXPECT_FALSE(write_imported(results.path(), session));
  const auto read = read_imported(results.path());
  ASSERT_EQ(read.size(), 1u);
  EXPECT_EQ(read[0].name, "run_1");
  EXPECT_EQ(read[0].trials, session.trials);
}

TEST(ImportedSession, WithoutTrialsHasNoNotes) {
  const TempFolder results;
  write_imported(results.path(), {.name = "run_1", .trials = {trial("a_001")}});
  EXPECT_TRUE(write_imported(results.path(), {.name = "run_1", .trials = {}}));
  EXPECT_TRUE(read_imported(results.path()).empty());
}

TEST(ImportedSession, DamagedNotesAreSaidAndTheRestIsRead) {
  const TempFolder results;
  write_imported(results.path(), {.name = "run_1", .trials = {trial("a_001")}});
  results.write("imported/run_2.json", "{\"schema_version\": 1, \"trials\": [");
  results.write("imported/run_3.json", "{\"schema_version\": 1, \"trials\": [{}]}");
  results.write("imported/run_4.json", "[]");
  Heard heard;
  EXPECT_EQ(read_imported(results.path(), heard.warn()).size(), 1u);
  EXPECT_EQ(heard.warnings.size(), 3u);
}

TEST(ImportedSession, StandsInTheIndexAndIsTellableFromOurOwn) {
  const TempFolder results;
  example_results(results.path());
  write_imported(results.path(), {.name = "run_1", .trials = {trial("a_001"), trial("a_002")}});
  Index(results.path()).heal_imported();
  EXPECT_EQ(one(results.path(), "SELECT count(*) FROM v_trials WHERE imported_from IS NULL"), 3);
  EXPECT_EQ(one(results.path(), "SELECT count(*) FROM v_trials WHERE layout = 'flat'"), 2);
  EXPECT_EQ(one(results.path(), "SELECT session FROM v_trials WHERE experiment_id = 'a_001'"),
            "imported/run_1");
}

TEST(ImportedSession, ComesBackWhenTheIndexIsBuiltAgain) {
  const TempFolder results;
  example_results(results.path());
  write_imported(results.path(), {.name = "run_1", .trials = {trial("a_001")}});
  std::filesystem::remove(results / "mutlua.db");
  { Index index(results.path()); }
  EXPECT_EQ(one(results.path(), "SELECT count(*) FROM trials"), 4);
  const std::string before = dump(results.path());
  Index(results.path()).rebuild();
  EXPECT_EQ(dump(results.path()), before);
}

TEST(ImportedSession, LeavesTheIndexWithItsNotes) {
  const TempFolder results;
  example_results(results.path());
  write_imported(results.path(), {.name = "run_1", .trials = {trial("a_001")}});
  Index index(results.path());
  index.heal_imported();
  std::filesystem::remove(results / "imported/run_1.json");
  index.heal_imported();
  EXPECT_EQ(one(results.path(), "SELECT count(*) FROM trials"), 3);
  EXPECT_EQ(one(results.path(), "SELECT count(*) FROM sessions"), 1);
}

}  // namespace
}  // namespace mutlua
