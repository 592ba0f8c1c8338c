// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <random>

#include "cli/program.h"

namespace mutlua {
namespace {

/// Twelve trials, half of them beside a load.
constexpr const char* kStudy = R"(
local mut = require "mutlua"
local study = mut.study { name = "small", order = "blocked", seed = 1 }
for _, rate in ipairs { 0.1, 0.2, 0.3, 0.4, 0.5, 0.6 } do
  local model = mut.model "test/a":with { learning_rate = rate }
  study:add { foreground = model, block = "one" }
  study:add { foreground = model, block = "one", background = mut.model "test/b" }
end
study:run()
)";

void expect_whole(const Workshop& workshop) {
  const auto identities = workshop.identities();
  EXPECT_EQ(identities.size(), 12u);
  EXPECT_EQ(std::set<std::string>(identities.begin(), identities.end()).size(), 12u);
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator(workshop.folder / "results")) {
    // What a killed trial was writing stays with what else it has left.
    if (entry.path().string().find(".interrupted-") != std::string::npos) continue;
    EXPECT_NE(entry.path().extension(), ".tmp") << entry.path();
  }
}

/// Trials as the index and summary.csv know them.
void expect_derived_files_to_agree(Workshop& workshop) {
  const Ended results = workshop.mutlua({"results", "--json"});
  ASSERT_EQ(results.status, 0) << results.err;
  EXPECT_EQ(parse_json(results.out, "results").at("trials").size(), 12u);
  const std::string summary = Workshop::content(workshop.sessions().back() / "summary.csv");
  EXPECT_EQ(std::count(summary.begin(), summary.end(), '\n'), 13);
}

/// Kills the program with a signal at a random moment, again and again, until it comes to its end.
/// How often it was killed.
int run_with_kills(Workshop& workshop, int signal, unsigned seed) {
  std::mt19937 random(seed);
  int kills = 0;
  while (true) {
    const pid_t child = workshop.start({"run", "study.lua"});
    ::usleep(static_cast<useconds_t>(5000 + random() % 400000));
    ::kill(child, signal);
    const Ended ended = workshop.wait(child);
    if (ended.status == 0) return kills;
    EXPECT_EQ(ended.status, 128 + signal) << ended.err;
    EXPECT_TRUE(workshop.nothing_alive());
    if (++kills > 200) return kills;
  }
}

TEST(Durability, EveryTrialIsThereOnceHoweverOftenTheRunnerIsKilled) {
  Workshop workshop;
  workshop.script(kStudy);
  const int kills = run_with_kills(workshop, SIGKILL, 11);
  EXPECT_GT(kills, 1);
  expect_whole(workshop);
  expect_derived_files_to_agree(workshop);
  EXPECT_EQ(workshop.sessions().size(), 1u);
  EXPECT_TRUE(workshop.nothing_alive());
}

TEST(Durability, EveryTrialIsThereOnceHoweverOftenItIsInterrupted) {
  Workshop workshop;
  workshop.script(kStudy);
  EXPECT_GT(run_with_kills(workshop, SIGINT, 5), 1);
  expect_whole(workshop);
  expect_derived_files_to_agree(workshop);
}

pid_t guardian_of(pid_t runner) {
  const std::string children = Workshop::content("/proc/" + std::to_string(runner) + "/task/" +
                                                 std::to_string(runner) + "/children");
  return children.empty() ? 0 : std::stoi(children);
}

TEST(Durability, AKilledGuardianEndsTheStudyWhichThenContinues) {
  Workshop workshop;
  workshop.script(kStudy);
  const pid_t runner = workshop.start({"run", "study.lua"});
  ASSERT_TRUE(Workshop::eventually([&] { return !workshop.records().empty(); }));
  const pid_t guardian = guardian_of(runner);
  ASSERT_GT(guardian, 0);
  ::kill(guardian, SIGKILL);
  const Ended ended = workshop.wait(runner);
  EXPECT_EQ(ended.status, 4) << ended.err;
  EXPECT_NE(ended.err.find("uardian"), std::string::npos) << ended.err;
  EXPECT_TRUE(workshop.nothing_alive());
  EXPECT_EQ(workshop.run().status, 0);
  expect_whole(workshop);
}

TEST(Durability, NothingThatATrainingStartedOutlivesAKilledRunner) {
  Workshop workshop;
  workshop.train("train.sh",
                 "env -i PATH=\"$PATH\" setsid sh -c 'setsid sleep 1000 & setsid sh -c \"sleep "
                 "1000; true\" &' &\n"
                 "trap '' TERM INT HUP\necho Epoch 1/2\nsleep 1000\n");
  workshop.script(R"(
    local mut = require "mutlua"
    local study = mut.study { name = "stubborn" }
    study:add { foreground = mut.model "test/a", background = mut.model "test/b" }
    study:run()
  )");
  const pid_t runner = workshop.start({"run", "study.lua"});
  ASSERT_TRUE(Workshop::eventually([&] { return workshop.alive().size() >= 10; }));
  ::kill(runner, SIGKILL);
  workshop.wait(runner);
  EXPECT_TRUE(workshop.nothing_alive());
}

TEST(Durability, ARunThatFindsEverythingDoneWritesNothing) {
  Workshop workshop;
  workshop.script(kStudy);
  ASSERT_EQ(workshop.run().status, 0);
  const std::string session = Workshop::content(workshop.sessions().back() / "session.json");
  const Ended again = workshop.run();
  EXPECT_EQ(again.status, 0);
  EXPECT_NE(again.err.find("all 12 trials were done before"), std::string::npos) << again.err;
  EXPECT_EQ(Workshop::content(workshop.sessions().back() / "session.json"), session);
}

TEST(Durability, WhatAKilledRunLeftOutOfTheSummaryIsWrittenThoughNothingIsLeftToMeasure) {
  Workshop workshop;
  workshop.script(kStudy);
  ASSERT_EQ(workshop.run().status, 0);
  const auto session = workshop.sessions().back();
  const std::string whole = Workshop::content(session / "summary.csv");
  // As a kill leaves them between the last record and the end.
  const std::string name = "results/" + session.filename().string();
  workshop.folder.write(name + "/summary.csv", whole.substr(0, whole.find('\n') + 1));
  workshop.folder.write(name + "/status.json", R"({"state": "running"})");
  EXPECT_EQ(workshop.run().status, 0);
  EXPECT_EQ(Workshop::content(session / "summary.csv"), whole);
  EXPECT_NE(Workshop::content(session / "status.json").find("ended"), std::string::npos);
}

TEST(Durability, TheIndexIsTheSameWhenItIsBuiltAgain) {
  Workshop workshop;
  workshop.script(kStudy);
  ASSERT_EQ(workshop.run().status, 0);
  const std::string before = workshop.mutlua({"results", "--json"}).out;
  std::filesystem::remove(workshop.folder / "results/mutlua.db");
  ASSERT_EQ(workshop.mutlua({"index", "--rebuild"}).status, 0);
  EXPECT_EQ(workshop.mutlua({"results", "--json"}).out, before);
}

}  // namespace
}  // namespace mutlua
