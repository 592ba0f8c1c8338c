// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "cli/program.h"

namespace mutlua {
namespace {

std::string study(const std::string& body, const std::string& options = "") {
  return "local mut = require \"mutlua\"\nlocal study = mut.study { name = \"s\" " + options +
         " }\n" +
         "local function add(rate) study:add { foreground = mut.model \"test/a\":with { "
         "learning_rate = rate } } end\n" +
         body + "\nstudy:run()\n";
}

/// How many trials a run measured, judged by the records that it left.
std::size_t measured_by(Workshop& workshop, const std::string& script) {
  const std::size_t before = workshop.records().size();
  workshop.script(script);
  const Ended ended = workshop.run();
  EXPECT_EQ(ended.status, 0) << ended.err;
  return workshop.records().size() - before;
}

TEST(Continuing, MeasuresNothingAgainAfterACommentAnotherLayoutOrAnotherOrder) {
  Workshop workshop;
  EXPECT_EQ(measured_by(workshop, study("add(0.1) add(0.2) add(0.3)")), 3u);
  EXPECT_EQ(measured_by(workshop, "-- a comment\n" + study("add(0.1) add(0.2) add(0.3)")), 0u);
  EXPECT_EQ(measured_by(workshop, study("add(0.1)\n\n  add(0.2)\n\tadd(0.3)")), 0u);
  EXPECT_EQ(measured_by(workshop, study("add(0.3) add(0.1) add(0.2)")), 0u);
  EXPECT_EQ(measured_by(workshop, study("add(0.1) add(0.2) add(0.3)", ", order = \"shuffled\"")),
            0u);
}

/// Between its beginning and its first trial another run of it comes to its end.
constexpr const char* kTwice = R"lua(
local mut = require "mutlua"
local study = mut.study {{ name = "s" }}
study:add {{ foreground = mut.model "test/a" }}
if not os.getenv "SECOND" then
  os.execute("SECOND=1 '{}' run study.lua -q --simulate --results results --models catalogue.json")
end
study:run()
)lua";

TEST(Continuing, ARunRefusesToMeasureWhatAnotherHasBegunMeanwhile) {
  Workshop workshop;
  workshop.script(fmt::format(kTwice, Workshop::binary()));
  const Ended ended = workshop.run({"--simulate"});
  EXPECT_EQ(ended.status, 3) << ended.err;
  EXPECT_NE(ended.err.find("another run has begun this study meanwhile"), std::string::npos);
  EXPECT_EQ(workshop.sessions().size(), 1u);
}

TEST(Continuing, MeasuresExactlyTheTrialsOfALevelThatChanged) {
  Workshop workshop;
  measured_by(workshop, study("add(0.1) add(0.2) add(0.3)"));
  EXPECT_EQ(measured_by(workshop, study("add(0.1) add(0.25) add(0.3)")), 1u);
  EXPECT_EQ(measured_by(workshop, study("add(0.1) add(0.2) add(0.3)")), 0u);
}

TEST(Continuing, AddsOneTrialPerCellForAFurtherReplicate) {
  Workshop workshop;
  EXPECT_EQ(measured_by(workshop, study("add(0.1) add(0.2)", ", replicates = 2")), 4u);
  EXPECT_EQ(measured_by(workshop, study("add(0.1) add(0.2)", ", replicates = 3")), 2u);
}

TEST(Continuing, BeginsAnewOnlyWhenAsked) {
  Workshop workshop;
  measured_by(workshop, study("add(0.1)"));
  EXPECT_EQ(workshop.run({"--fresh"}).status, 0);
  EXPECT_EQ(workshop.sessions().size(), 2u);
  EXPECT_EQ(workshop.records().size(), 2u);
}

TEST(Continuing, KeepsACopyOfTheScriptForEachLifetime) {
  Workshop workshop;
  measured_by(workshop, study("add(0.1)"));
  measured_by(workshop, study("add(0.1) add(0.2)"));
  const auto session = workshop.sessions().back();
  EXPECT_EQ(Workshop::content(session / "design.lua"), study("add(0.1)"));
  EXPECT_EQ(Workshop::content(session / "design.2.lua"), study("add(0.1) add(0.2)"));
  std::set<int> lifetimes;
  for (const Json& record : workshop.records()) lifetimes.insert(record.at("lifetime").get<int>());
  EXPECT_EQ(lifetimes, (std::set<int>{1, 2}));
}

TEST(Continuing, RefusesAnotherSeedAndNamesBoth) {
  Workshop workshop;
  measured_by(workshop, study("add(0.1)", ", seed = 5"));
  const Ended ended = workshop.run({"--seed", "6"});
  EXPECT_EQ(ended.status, 2);
  EXPECT_NE(ended.err.find("--seed 6"), std::string::npos) << ended.err;
  EXPECT_NE(ended.err.find("seed 5"), std::string::npos) << ended.err;
}

TEST(Plan, SaysWhatIsDoneAndWhatIsNewAndStartsNothing) {
  Workshop workshop;
  measured_by(workshop, study("add(0.1)"));
  workshop.script(study("add(0.1) add(0.2)"));
  const Ended ended = workshop.mutlua({"plan", "study.lua", "--json"});
  ASSERT_EQ(ended.status, 0) << ended.err;
  const Json plan = parse_json(ended.out, "plan");
  EXPECT_EQ(plan.at("trials")[0].at("state"), "done");
  EXPECT_EQ(plan.at("trials")[1].at("state"), "new");
  EXPECT_EQ(plan.at("trials")[1].at("foreground").at("argv"),
            Json::array({"./train.sh", "-n", "a", "-l", "0.2"}));
  EXPECT_EQ(plan.at("totals").at("new"), 1);
  EXPECT_TRUE(plan.at("totals").at("expected_joules").is_null());
  EXPECT_EQ(workshop.records().size(), 1u);
  EXPECT_NE(workshop.mutlua({"plan", "study.lua", "--explain"}).out.find("used again"),
            std::string::npos);
}

TEST(Plan, LeavesNoTraceWhereNothingWasRun) {
  Workshop workshop;
  workshop.script(study("add(0.1)"));
  EXPECT_EQ(workshop.mutlua({"plan", "study.lua"}).status, 0);
  EXPECT_FALSE(std::filesystem::exists(workshop.folder / "results"));
}

}  // namespace
}  // namespace mutlua
