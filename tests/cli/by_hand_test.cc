// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "cli/program.h"

namespace mutlua {
namespace {

const char* const kBegin = R"(local mut = require "mutlua"
local study = mut.study { name = "s" }
)";

std::string script(const std::string& body) { return kBegin + body; }

Ended run(Workshop& workshop, const std::string& body) {
  workshop.script(script(body));
  return workshop.run();
}

const char* const kTwoTrainings = R"(
local result = mut.trial({ label = "two in a row", epochs = 3, deep = { 1, 2 } }, function()
  print "measuring"
  local meter = mut.energy.begin()
  mut.spawn(mut.model "test/a":with { epochs = 3 }):wait()
  local outcome = mut.spawn(mut.model "test/b"):wait()
  meter:finish()
  mut.emit { note = "halfway" }
  return { accuracy = outcome.metrics.accuracy, list = { 1, 2 } }
end)
print(result.value.accuracy, result.valid, result.reused, #result.outcomes)
)";

TEST(TrialByHand, IsMeasuredOnceAndGivenBackAfterwards) {
  Workshop workshop;
  const Ended first = run(workshop, kTwoTrainings);
  ASSERT_EQ(first.status, 0) << first.err;
  EXPECT_EQ(first.out, "measuring\n0.9\ttrue\tfalse\t2\n");
  const Ended second = workshop.run();
  EXPECT_EQ(second.status, 0) << second.err;
  EXPECT_EQ(second.out, "0.9\ttrue\ttrue\t2\n");
  EXPECT_EQ(workshop.records().size(), 1u);
}

TEST(TrialByHand, RecordsWhatItsBodyStartedEmittedAndGaveBack) {
  Workshop workshop;
  ASSERT_EQ(run(workshop, kTwoTrainings).status, 0);
  const Json record = workshop.records().at(0);
  EXPECT_EQ(record.at("mode"), "by hand");
  EXPECT_EQ(record.at("experiment_id"), "by_hand_two_in_a_row_001");
  EXPECT_EQ(record.at("label"), "two in a row");
  EXPECT_EQ(record.at("factors"), (Json{{"epochs", 3}}));
  EXPECT_EQ(record.at("model"), "a");
  EXPECT_EQ(record.at("hyperparameters"), (Json{{"epochs", 3}}));
  EXPECT_EQ(record.at("foregrounds").at(1).at("model"), "b");
  EXPECT_EQ(record.at("foregrounds").at(1).at("outcome").at("status"), "completed");
  EXPECT_EQ(record.at("emitted"), Json::array({{{"note", "halfway"}}}));
  EXPECT_EQ(record.at("by_hand").at("value").at("accuracy"), 0.9);
  EXPECT_EQ(record.at("by_hand").at("identity").at("deep"), Json::array({1, 2}));
  const Ended table = workshop.mutlua({"results"});
  EXPECT_EQ(table.status, 0) << table.err;
}

TEST(TrialByHand, IsAnotherOneWithAnotherIdentityAndTheSameWithinTheScript) {
  Workshop workshop;
  const Ended ended = run(workshop,
                          "local function twice(what) return mut.trial(what, function() "
                          "return what end).value end\n"
                          "print(twice(1), twice(2), twice(1), twice \"x\")");
  EXPECT_EQ(ended.status, 0) << ended.err;
  EXPECT_EQ(ended.out, "1\t2\t1\tx\n");
  EXPECT_EQ(workshop.records().size(), 3u);
}

TEST(TrialByHand, StandsBesideTrialsThatWereAdded) {
  Workshop workshop;
  const Ended ended =
      run(workshop,
          "study:add { foreground = mut.model \"test/a\" }\n"
          "print(#study:run())\n"
          "mut.trial(\"probe\", function() local t = mut.spawn(mut.model \"test/b\")\n"
          "t:stop() end)\n"
          "study:add { foreground = mut.model \"test/b\" }\n"
          "print(#study:run())");
  EXPECT_EQ(ended.status, 0) << ended.err;
  EXPECT_EQ(ended.out, "1\n2\n");
  EXPECT_EQ(workshop.records().size(), 3u);
  EXPECT_EQ(workshop.run().status, 0);
  EXPECT_EQ(workshop.records().size(), 3u);
}

TEST(TrialByHand, DoesNotCountWhereATrainingFailed) {
  Workshop workshop;
  workshop.train("train.sh", "echo no such data; exit 3\n");
  const Ended ended = run(workshop,
                          "local r = mut.trial(\"bad\", function()\n"
                          "  return mut.spawn(mut.model \"test/a\"):wait().status end)\n"
                          "print(r.value, r.valid)");
  EXPECT_EQ(ended.status, 1) << ended.err;
  EXPECT_EQ(ended.out, "failed\tfalse\n");
}

TEST(TrialByHand, IsSetAsideWhereItsBodyHasAnError) {
  Workshop workshop;
  const Ended ended = run(workshop,
                          "print(pcall(mut.trial, \"bad\", function() error(\"no\", 0) end))\n"
                          "print(mut.trial(\"good\", function() return 7 end).value)");
  EXPECT_EQ(ended.out, "false\tno\n7\n") << ended.err;
  EXPECT_EQ(workshop.records().size(), 1u);
}

TEST(TrialByHand, IsNamedWhereItsErrorWasCaughtByRunAndPlan) {
  Workshop workshop;
  workshop.script(
      script("pcall(mut.trial, \"bad\", function() error(\"no\", 0) end)\n"
             "mut.trial(\"good\", function() end)\n"
             "pcall(mut.trial, { 7 }, function() error(\"no\", 0) end)"));
  const Ended planned = workshop.mutlua({"plan", "study.lua"});
  EXPECT_EQ(planned.status, 1);
  EXPECT_NE(planned.err.find("catches an error in \"bad\", a trial by hand"), std::string::npos)
      << planned.err;
  EXPECT_EQ(planned.out.find("000"), std::string::npos) << planned.out;
  EXPECT_LT(planned.out.find("good"), planned.out.find("bad")) << planned.out;
  const Ended ended = workshop.run();
  EXPECT_EQ(ended.status, 2);
  EXPECT_NE(
      ended.err.find("2 of 3 trials were not measured: the script caught an error in \"bad\""),
      std::string::npos)
      << ended.err;
}

TEST(TrialByHand, EndsWhatItsBodyLeavesOpen) {
  Workshop workshop;
  workshop.train("train.sh", "echo Epoch 1/3; exec sleep 60\n");
  const Ended ended = run(workshop,
                          "mut.trial(\"open\", function()\n"
                          "  mut.background.start { mut.model \"test/b\" }:settle "
                          "{ first_epoch = true }\n"
                          "  mut.energy.begin()\n  mut.spawn(mut.model \"test/a\")\nend)");
  EXPECT_EQ(ended.status, 0) << ended.err;
  EXPECT_TRUE(workshop.nothing_alive());
  const Json record = workshop.records().at(0);
  EXPECT_EQ(record.at("background").at("model"), "b");
  EXPECT_EQ(record.at("outcome").at("status"), "stopped");
}

TEST(TrialByHand, NeedsAStudyAndIsShownByThePlan) {
  Workshop workshop;
  workshop.script("local mut = require \"mutlua\"\nmut.trial(\"x\", function() end)\n");
  const Ended ended = workshop.run();
  EXPECT_EQ(ended.status, 2);
  EXPECT_NE(ended.err.find("begin one with mut.study before it"), std::string::npos) << ended.err;
  workshop.script(
      script("mut.trial(\"probe\", function() mut.spawn(mut.model \"test/a\"):wait() "
             "end)"));
  const Ended plan = workshop.mutlua({"plan", "study.lua", "--json"});
  ASSERT_EQ(plan.status, 0) << plan.err;
  const Json trial = parse_json(plan.out, "plan").at("trials").at(0);
  EXPECT_EQ(trial.at("mode"), "by hand");
  EXPECT_EQ(trial.at("label"), "probe");
  EXPECT_EQ(trial.at("state"), "new");
  EXPECT_EQ(workshop.records().size(), 0u);
}

}  // namespace
}  // namespace mutlua
