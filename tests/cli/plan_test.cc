// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <cstdlib>

#include "cli/fake_machine.h"
#include "cli/planning.h"
#include "support/old_results.h"

namespace mutlua {
namespace {

void git(const Workshop& workshop, const std::string& words) {
  const std::string command =
      fmt::format("cd '{}' && git -c user.name=x -c user.email=x@example.org {} >/dev/null 2>&1",
                  (workshop.folder / "repo").string(), words);
  ASSERT_EQ(std::system(command.c_str()), 0) << command;
}

TEST(Plan, OfTheFlagshipPrintsItsTrialsAndWhatIsKnownOfThem) {
  Workshop workshop;
  const std::string source = MUTLUA_SOURCE_FOLDER;
  std::filesystem::copy_file(source + "/settings/digits.json", workshop.folder / "catalogue.json",
                             std::filesystem::copy_options::overwrite_existing);
  const Ended ended = workshop.mutlua({"plan", source + "/scripts/concurrent_study.lua"});
  EXPECT_EQ(ended.status, 0) << ended.err;
  EXPECT_TRUE(holds(ended.out, "\n   132  new")) << ended.out;
  EXPECT_FALSE(holds(ended.out, "\n   133  new"));
  EXPECT_TRUE(holds(ended.out, "132 trials (60 parallel, 72 sequential), 132 to be measured"));
  EXPECT_TRUE(holds(ended.out, "10 trials of unknown length") ||
              holds(ended.out, "10\n        trials of unknown length"))
      << ended.out;
  EXPECT_TRUE(holds(ended.out, "energy  unknown")) << ended.out;
  EXPECT_TRUE(holds(ended.out, "NOTHING CAN BE TESTED")) << ended.out;
  EXPECT_FALSE(std::filesystem::exists(workshop.folder / "results"));
}

TEST(Plan, ForetellsFromWhatTheStudyHasMeasured) {
  Workshop workshop;
  workshop.script(study("0.1, 0.2", 3));
  ASSERT_EQ(workshop.run().status, 0);
  EXPECT_EQ(plan(workshop).at("expected_seconds").at("trials"), 0);
  EXPECT_EQ(plan(workshop).at("totals").at("expected_seconds"), 0);

  workshop.script(study("0.1, 0.2", 5));
  const Json more = plan(workshop);
  EXPECT_EQ(states(more), (std::multiset<std::string>{"done", "done", "done", "done", "done",
                                                      "done", "new", "new", "new", "new"}));
  EXPECT_EQ(more.at("trials").at(6).at("number"), 7);
  const Json& seconds = more.at("expected_seconds");
  EXPECT_EQ(seconds.at("from").at("history"), 4);
  EXPECT_EQ(seconds.at("from").at("trainings"), 6);
  EXPECT_EQ(seconds.at("unknown_trials"), 0);
  EXPECT_LT(seconds.at("low"), seconds.at("median"));
  EXPECT_LT(seconds.at("median"), seconds.at("high"));
  EXPECT_EQ(seconds.at("median"), more.at("totals").at("expected_seconds"));
  EXPECT_GT(seconds.at("median"), 4 * 0.03);  // each sleeps as long
  EXPECT_LT(seconds.at("median"), 4 * 3.0);
  EXPECT_TRUE(more.at("totals").at("expected_joules").is_null());
  EXPECT_EQ(more.at("disk").at("from_trials"), 6);
  EXPECT_GT(more.at("disk").at("free_bytes"), more.at("disk").at("bytes"));
  EXPECT_EQ(more.at("detectable").at("trials_per_cell").at("least"), 5);
  const Json& duration = more.at("detectable").at("effects").at(1);
  EXPECT_EQ(duration.at("from"), "this study");
  EXPECT_EQ(duration.at("degrees_of_freedom"), 4);
  EXPECT_GT(duration.at("percent"), duration.at("cv_percent"));
}

TEST(Plan, PassesOverARecordThatIsDamaged) {
  Workshop workshop;
  workshop.script(study("0.1", 2));
  ASSERT_EQ(workshop.run().status, 0);
  for (const char* content : {"{ torn", "[]", ""}) {
    std::ofstream(workshop.sessions().front() / "test_a_002/experiment.json") << content;
    EXPECT_EQ(plan(workshop, {"--fresh"}).at("disk").at("from_trials"), 1) << content;
  }
}

TEST(Plan, TakesNoRoomOnTheDiskForPauses) {
  Workshop workshop;
  const auto bytes = [&](const std::string& pause) {
    workshop.script(study("0.1", 2, "cooling = { seconds = " + pause + " }"));
    return plan(workshop, {"--fresh"}).at("disk").at("bytes").get<double>();
  };
  workshop.script(study("0.1", 2));
  ASSERT_EQ(workshop.run().status, 0);
  EXPECT_DOUBLE_EQ(bytes("100000"), bytes("0"));
}

TEST(Plan, KnowsPausesAndLoadsWithoutAnyPast) {
  Workshop workshop;
  workshop.script(R"(
local mut = require "mutlua"
local study = mut.study { name = "pauses", cooling = { seconds = 7 } }
study:add { background = mut.model "test/a", seconds = 20, settle = { seconds = 3 } }
study:run()
)");
  const Json known = plan(workshop);
  EXPECT_EQ(known.at("totals").at("expected_seconds"), 30);
  EXPECT_EQ(known.at("expected_seconds").at("low"), 30);
  EXPECT_EQ(known.at("expected_seconds").at("from").at("design"), 1);

  workshop.script(study("0.1", 2));
  const Json unknown = plan(workshop);
  EXPECT_TRUE(unknown.at("totals").at("expected_seconds").is_null());
  EXPECT_TRUE(unknown.at("expected_seconds").at("median").is_null());
  EXPECT_EQ(unknown.at("expected_seconds").at("unknown_models"), Json({"test/a"}));
  EXPECT_TRUE(holds(workshop.mutlua({"plan", "study.lua"}).out, "time    2 trials of unknown"));
}

TEST(Plan, SaysWhatChangedSinceATrialWasMeasured) {
  Workshop workshop;
  workshop.script(study("0.1, 0.2", 1, "cooling = { seconds = 0 }"));
  ASSERT_EQ(workshop.run().status, 0);
  workshop.script(study("0.1, 0.25", 1, "cooling = { seconds = 0 }"));
  const Json changed = plan(workshop);
  EXPECT_EQ(states(changed), (std::multiset<std::string>{"done", "changed"}));
  EXPECT_EQ(changed.at("trials").at(1).at("why"), "in place of 002: learning_rate 0.2 -> 0.25");
  const Ended explained = workshop.mutlua({"plan", "study.lua", "--explain", "--cooldown", "0.5"});
  EXPECT_TRUE(holds(explained.out, "in place of 001: cooling 0 s -> 0.5 s\n")) << explained.out;
  EXPECT_TRUE(holds(explained.out, "cooling 0 s -> 0.5 s, learning_rate 0.2 -> 0.25\n"));
  EXPECT_TRUE(holds(explained.out, "2 to be measured (2 changed)")) << explained.out;
}

TEST(Plan, TakesTheScatterOfWhatTheDesignAsksFor) {
  Workshop workshop;
  const std::string cooled = "cooling = { seconds = 0.001 }";
  workshop.script(study("0.1", 5));
  ASSERT_EQ(workshop.run().status, 0);
  workshop.script(study("0.1", 4, cooled));
  ASSERT_EQ(workshop.run().status, 0);
  const auto duration = [&] { return plan(workshop).at("detectable").at("effects").at(1); };
  EXPECT_EQ(duration().at("degrees_of_freedom"), 3);
  workshop.script(study("0.1", 5));
  EXPECT_EQ(duration().at("degrees_of_freedom"), 4);
}

TEST(Plan, SaysWhatIsUsedUnderAnotherName) {
  Workshop workshop;
  workshop.script(study("0.1", 1));
  ASSERT_EQ(workshop.run().status, 0);
  std::string renamed = study("0.1", 1);
  renamed.replace(renamed.find("\"rate \""), 7, "\"lr \"");
  workshop.script(renamed);
  const Json trial = plan(workshop).at("trials").at(0);
  EXPECT_EQ(trial.at("state"), "reused");
  EXPECT_EQ(trial.at("why"), "measured as 001 under the label \"rate 1\"");
}

TEST(Plan, WarnsOfAnotherCommitAndRemeasureMeasuresOnlyThat) {
  Workshop workshop;
  git(workshop, "init");
  git(workshop, "add -A");
  git(workshop, "commit -m one");
  workshop.script(study("0.1, 0.2", 1));
  ASSERT_EQ(workshop.run().status, 0);
  EXPECT_EQ(states(plan(workshop)), (std::multiset<std::string>{"done", "done"}));
  EXPECT_TRUE(plan(workshop).at("diagnostics").empty());

  workshop.train("train.sh", "echo accuracy: 0.95\n");
  EXPECT_TRUE(holds(plan(workshop).at("diagnostics").dump(), "files changed since its commit"));
  git(workshop, "commit -a -m two");
  const Json warned = plan(workshop);
  EXPECT_EQ(states(warned), (std::multiset<std::string>{"reused", "reused"}));
  EXPECT_TRUE(holds(warned.at("diagnostics").at(0).at("message").get<std::string>(),
                    "2 of the trials done were measured with another version"));
  const Json again = plan(workshop, {"--remeasure"});
  EXPECT_EQ(states(again), (std::multiset<std::string>{"again", "again"}));
  EXPECT_TRUE(holds(again.at("trials").at(0).at("why").get<std::string>(), "remeasures 001"));
  EXPECT_TRUE(again.at("diagnostics").empty());

  const Ended used = workshop.run();
  EXPECT_EQ(used.status, 0);
  EXPECT_TRUE(holds(used.err, "--remeasure")) << used.err;
  EXPECT_EQ(workshop.records().size(), 2u);

  workshop.script(study("0.1, 0.2, 0.3", 1));
  EXPECT_EQ(workshop.run().status, 0);  // the third one with the new commit
  ASSERT_EQ(workshop.run({"--remeasure"}).status, 0);
  EXPECT_EQ(workshop.records().size(), 5u);
  std::multiset<int> repeats;
  for (const Json& record : workshop.records()) repeats.insert(record.at("repeat").get<int>());
  EXPECT_EQ(repeats, (std::multiset<int>{1, 1, 1, 2, 2}));
  EXPECT_EQ(workshop.run({"--remeasure"}).status, 0);
  EXPECT_EQ(workshop.records().size(), 5u);
  EXPECT_EQ(states(plan(workshop)), (std::multiset<std::string>{"done", "done", "done"}));
}

TEST(Plan, OfALargeDesignShowsItsCells) {
  Workshop workshop;
  workshop.script(study("0.1, 0.2", 150));
  const Ended cells = workshop.mutlua({"plan", "study.lua"});
  EXPECT_TRUE(holds(cells.out, "rate 1  test/a         150         150\n")) << cells.out;
  EXPECT_TRUE(holds(cells.out, "--all lists them")) << cells.out;
  const Ended all = workshop.mutlua({"plan", "study.lua", "--all"});
  EXPECT_TRUE(holds(all.out, "\n   300  new")) << all.out;
  EXPECT_EQ(plan(workshop).at("trials").size(), 300u);
}

TEST(Plan, ForetellsEnergyAndMemoryFromWhatWasMeasured) {
  FakeMachine machine;
  Workshop& workshop = machine.workshop;
  workshop.train("train.sh",
                 "sleep 0.5\necho $(($(cat \"$ENERGY_UJ\") + 5000000)) 1<> \"$ENERGY_UJ\"\n"
                 "echo accuracy: 1\n");
  workshop.script(study("0.1", 3));
  const Ended measured = workshop.run();
  ASSERT_EQ(measured.status, 0) << measured.err;
  double joules = 0;
  for (const Json& record : workshop.records()) {
    const Json& metrics = record.at("energy_metrics");
    ASSERT_TRUE(metrics.at("gpu_energy_total_joules").is_number());
    ASSERT_NE(record.at("quality").at("energy"), "invalid") << record.at("quality");
    joules += metrics.at("gpu_energy_total_joules").get<double>() / 3;
    if (metrics.at("cpu_energy_total_joules").is_number())
      joules += metrics.at("cpu_energy_total_joules").get<double>() / 3;
  }
  workshop.script(study("0.1", 5));
  const Json known = plan(workshop);
  const double expected = known.at("totals").at("expected_joules").get<double>();
  EXPECT_NEAR(expected, 2 * joules, joules);
  EXPECT_LT(known.at("expected_joules").at("low"), expected);
  EXPECT_GT(known.at("expected_joules").at("high"), expected);
  EXPECT_EQ(known.at("expected_joules").at("from").at("trainings"), 3);
  EXPECT_GT(known.at("memory").at("card_bytes"), 1e9);
}

TEST(Plan, HoldsPairingsAgainstTheCard) {
  Workshop workshop;
  Json repository = workshop.repository("train.sh");
  repository["models"] = {
      {"a", {{"memory_mb", 6000}}}, {"b", {{"memory_mb", 3000}}}, {"c", Json::object()}};
  workshop.catalogue(repository);
  workshop.folder.write("nvml.json",
                        R"({"clock": "real", "devices": [{"memory_bytes": 8000000000}]})");
  const Variable library("MUTLUA_NVML", MUTLUA_FAKE_NVML_LIBRARY);
  const Variable scenario("MUTLUA_FAKE_NVML", (workshop.folder / "nvml.json").string());
  workshop.script(R"(
local mut = require "mutlua"
local study = mut.study { name = "pairs" }
study:add { foreground = mut.model "test/a", background = mut.model "test/b" }
study:add { foreground = mut.model "test/b", background = mut.model "test/c" }
study:add { foreground = mut.model "test/b" }
study:run()
)");
  const Json known = plan(workshop);
  EXPECT_EQ(known.at("memory").at("card_bytes"), 8e9);
  const Json& pairings = known.at("memory").at("pairings");
  ASSERT_EQ(pairings.size(), 3u);
  EXPECT_EQ(pairings.at(0).at("bytes"), 9e9);
  EXPECT_EQ(pairings.at(1).at("bytes"), 3e9);
  EXPECT_TRUE(pairings.at(2).at("bytes").is_null());
  EXPECT_EQ(pairings.at(2).at("unknown"), Json({"test/c"}));
  EXPECT_TRUE(holds(known.at("diagnostics").dump(),
                    "test/a + test/b need about 9.0 GB together, more than the card's 8.0 GB"))
      << known.at("diagnostics");
}

TEST(Plan, CountsTheOldToolsTrainingsAsItsPast) {
  Workshop workshop;
  for (int i = 1; i <= 4; ++i) {
    test::write_run(workshop.folder, fmt::format("old/run_20260301_200000/test_a_{:03}", i),
                    {.repository = "test",
                     .model = "a",
                     .hyperparameters = {{"epochs", 10}},
                     .timestamp = fmt::format("2026-03-01T20:{:02}:40", i),
                     .seconds = 100.0 + i});
  }
  ASSERT_EQ(workshop.mutlua({"import", "old"}).status, 0);
  workshop.script(study("0.1", 2));
  const Json known = plan(workshop);
  EXPECT_NEAR(known.at("totals").at("expected_seconds").get<double>(), 205, 10);
  EXPECT_NEAR(known.at("totals").at("expected_joules").get<double>(), 2 * (80 * 101 + 1520), 800);
  EXPECT_EQ(known.at("expected_joules").at("domains"), Json({"GPU and CPU"}));
  const Ended shown = workshop.mutlua({"plan", "study.lua"});
  EXPECT_TRUE(holds(shown.out, "2 trials from 4 earlier trainings in 1 session") ||
              holds(shown.out, "4 earlier trainings"))
      << shown.out;
}

}  // namespace
}  // namespace mutlua
