// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "cli/program.h"

namespace mutlua {
namespace {

/// An epoch of each model takes two seconds, by the catalogue; ten of them are the default.
void know_times(Workshop& workshop) {
  Json repository = workshop.repository("train.sh");
  repository["models"] = {
      {"a", {{"seconds_per_epoch", 2}}}, {"b", {{"seconds_per_epoch", 2}}}, {"c", Json::object()}};
  workshop.catalogue(repository);
}

/// Of a study whose protocol runs `before` before each training.
std::string protocol(const std::string& before, const std::string& rest) {
  return R"(
local mut = require "mutlua"
local protocol = { name = "own", version = 1, measure = function(trial)
  )" + before +
         R"(
  local meter = mut.energy.begin()
  local outcome = mut.spawn(trial.foregrounds[1]):wait()
  return { outcomes = { outcome }, energy = meter:finish() }
end }
local study = mut.study { name = "s", seed = 1, protocol = protocol }
)" + rest;
}

const char* const kTwo = R"(
study:add { foreground = mut.model "test/a", label = "x" }
study:add { foreground = mut.model "test/b", label = "y" }
study:run()
)";

Json plan(Workshop& workshop, const std::string& script) {
  workshop.script(script);
  const Ended ended = workshop.mutlua({"plan", "study.lua", "--json"});
  EXPECT_EQ(ended.status, 0) << ended.err;
  return parse_json(ended.out, "plan");
}

Json waits(const Json& plan) { return plan.at("expected_seconds").at("waits"); }

TEST(PlanWaits, OfAProtocolOfOnesOwnAreReadOffTheRehearsal) {
  Workshop workshop;
  know_times(workshop);
  const Json known = plan(workshop, protocol("mut.sleep(100) mut.cool { seconds = 50 }", kTwo));
  EXPECT_EQ(waits(known).at("middle"), 300) << waits(known);
  EXPECT_EQ(waits(known).at("rehearsed"), 2);
  EXPECT_NEAR(known.at("totals").at("expected_seconds").get<double>(), 300 + 2 * 20, 1);
  EXPECT_TRUE(known.at("diagnostics").empty()) << known.at("diagnostics");
  const Ended shown = workshop.mutlua({"plan", "study.lua"});
  EXPECT_EQ(shown.out.find("at least"), std::string::npos) << shown.out;
  EXPECT_NE(shown.out.find("of it are pauses, estimated on the"), std::string::npos) << shown.out;
}

TEST(PlanWaits, KeepTheBoundsOfACoolingThatTheMachineEnds) {
  Workshop workshop;
  know_times(workshop);
  const Json known =
      plan(workshop,
           protocol("mut.cool { until_idle = true, least_seconds = 5, most_seconds = 80 }", kTwo));
  EXPECT_EQ(waits(known).at("low"), 10) << waits(known);
  EXPECT_EQ(waits(known).at("high"), 160);
}

TEST(PlanWaits, CountNothingThatPassesBesideTheTraining) {
  Workshop workshop;
  know_times(workshop);
  const Json known = plan(workshop, R"(
local mut = require "mutlua"
local protocol = { name = "own", version = 1, measure = function(trial)
  local training = mut.spawn(trial.foregrounds[1])
  mut.sleep(5)
  return { outcomes = { training:wait() } }
end }
local study = mut.study { name = "s", seed = 1, protocol = protocol }
study:add { foreground = mut.model "test/a" }
study:run()
)");
  EXPECT_EQ(waits(known).at("middle"), 0) << waits(known);
}

TEST(PlanWaits, CountTrainingsThatOnlyWarmTheMachineAsFarAsTheirTimeIsKnown) {
  Workshop workshop;
  know_times(workshop);
  const Json known = plan(workshop, protocol("mut.spawn(mut.model \"test/b\"):wait()", kTwo));
  EXPECT_NEAR(waits(known).at("unmeasured_trainings").at("median").get<double>(), 2 * 20, 3)
      << waits(known);
  const Json unknown = plan(workshop, protocol("mut.spawn(mut.model \"test/c\"):wait()", kTwo));
  EXPECT_EQ(waits(unknown).at("unknown_models"), Json({"test/c"}));
  EXPECT_TRUE(unknown.at("totals").at("expected_seconds").is_null());
}

TEST(PlanWaits, OfTrialsThatWereNotRehearsedAreThoseOfTheirModels) {
  Workshop workshop;
  know_times(workshop);
  const std::string many = R"(
for i = 1, 300 do study:add { foreground = mut.model "test/a", factors = { i = i } } end
study:run()
)";
  const Json same = plan(workshop, protocol("mut.sleep(10)", many));
  EXPECT_EQ(waits(same).at("rehearsed"), 200);
  EXPECT_EQ(waits(same).at("alike"), 100);
  EXPECT_EQ(waits(same).at("low"), 3000);
  EXPECT_EQ(waits(same).at("high"), 3000);
  const Json other =
      plan(workshop, protocol("mut.sleep(trial.factors.i <= 100 and 10 or 20)", many));
  EXPECT_EQ(waits(other).at("low"), 100 * 10 + 100 * 20 + 100 * 10);
  EXPECT_EQ(waits(other).at("middle"), 100 * 10 + 100 * 20 + 100 * 15);
  EXPECT_EQ(waits(other).at("high"), 100 * 10 + 100 * 20 + 100 * 20);
}

TEST(PlanWaits, CountTheIdleReadingOfEachBlock) {
  Workshop workshop;
  know_times(workshop);
  const Json known = plan(workshop, R"(
local mut = require "mutlua"
local study = mut.study { name = "s", seed = 1, idle_per_block = true, cooling = { seconds = 7 } }
for _, block in ipairs { "one", "two" } do
  for i = 1, 2 do study:add { foreground = mut.model "test/a", block = block, factors = { i = i } } end
end
study:run()
)");
  EXPECT_EQ(waits(known).at("middle"), 4 * 7 + 2 * 10) << waits(known);
}

TEST(PlanWaits, CountWhatTheScriptWaitsForBetweenItsTrials) {
  Workshop workshop;
  know_times(workshop);
  const Json known = plan(workshop, R"(
local mut = require "mutlua"
local study = mut.study { name = "s", seed = 1, cooling = { seconds = 0 } }
mut.sleep(600)
study:add { foreground = mut.model "test/a" }
study:run()
)");
  EXPECT_EQ(waits(known).at("middle"), 600) << waits(known);
}

TEST(PlanWaits, AndTrainingsOfATrialByHandAreReadOffTheRehearsal) {
  Workshop workshop;
  know_times(workshop);
  const std::string begin =
      "local mut = require \"mutlua\"\n"
      "mut.study { name = \"s\", seed = 1 }\n";
  const Json one = plan(workshop, begin + R"(mut.trial("probe", function()
  mut.sleep(30) mut.spawn(mut.model "test/a"):wait() end))");
  EXPECT_EQ(waits(one).at("middle"), 30);
  EXPECT_EQ(one.at("expected_seconds").at("from").at("catalogue"), 1);
  EXPECT_NEAR(one.at("totals").at("expected_seconds").get<double>(), 50, 1);
  EXPECT_EQ(one.at("trials").at(0).at("foreground").at("model"), "test/a");
  const Json two = plan(workshop, begin + R"(mut.trial("probe", function()
  mut.spawn(mut.model "test/a"):wait() mut.spawn(mut.model "test/b"):wait() end))");
  EXPECT_EQ(two.at("expected_seconds").at("from").at("simulation"), 1);
  EXPECT_NEAR(two.at("totals").at("expected_seconds").get<double>(), 40, 2);
  const Json unknown = plan(workshop, begin + R"(mut.trial("probe", function()
  mut.spawn(mut.model "test/c"):wait() end))");
  EXPECT_EQ(unknown.at("expected_seconds").at("unknown_models"), Json({"test/c"}));
  const Json none = plan(workshop, begin + "mut.trial(\"probe\", function() mut.sleep(30) end)");
  EXPECT_EQ(none.at("totals").at("expected_seconds"), 30);
}

}  // namespace
}  // namespace mutlua
