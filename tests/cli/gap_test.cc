// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "cli/program.h"

namespace mutlua {
namespace {

/// A study of some learning rates.
std::string study(const std::string& name, const std::string& rates, int replicates,
                  const std::string& more = "") {
  return "local mut = require \"mutlua\"\n"
         "local study = mut.study { name = \"" +
         name + "\", replicates = " + std::to_string(replicates) + more +
         " }\n"
         "for i, rate in ipairs { " +
         rates +
         " } do study:add { foreground = mut.model \"test/a\":with { learning_rate = rate }, "
         "block = \"of " +
         name +
         "\", label = \"rate \" .. i } end\n"
         "print(#study:run())\n";
}

std::size_t measured_by(Workshop& workshop, const std::string& script,
                        const std::vector<std::string>& options, int status = 0) {
  const std::size_t before = workshop.records().size();
  workshop.script(script);
  const Ended ended = workshop.run(options);
  EXPECT_EQ(ended.status, status) << ended.err;
  return workshop.records().size() - before;
}

Json plan(Workshop& workshop) {
  const Ended ended = workshop.mutlua({"plan", "study.lua", "--gap", "--json"});
  EXPECT_EQ(ended.status, 0) << ended.err;
  return parse_json(ended.out.substr(ended.out.find('{')), "plan");
}

TEST(Gap, IsWhatNeitherThisSessionNorAnotherOneHas) {
  Workshop workshop;
  EXPECT_EQ(measured_by(workshop, study("one", "0.1, 0.2", 2), {}), 4u);
  workshop.script(study("two", "0.1, 0.3", 3));
  const Json planned = plan(workshop);
  EXPECT_EQ(planned.at("totals").at("new"), 4) << planned.dump(2);
  EXPECT_EQ(planned.at("totals").at("elsewhere"), 2);
  EXPECT_EQ(planned.at("trials").at(0).at("state"), "counted elsewhere");
  EXPECT_EQ(measured_by(workshop, study("two", "0.1, 0.3", 3), {"--gap"}), 4u);
  EXPECT_EQ(measured_by(workshop, study("two", "0.1, 0.3", 3), {"--gap"}), 0u);
  EXPECT_EQ(measured_by(workshop, study("two", "0.1, 0.3", 3), {}), 2u);
}

/// Two rounds of trials, of which the script may break off before the second.
std::string rounds(int replicates, bool breaks_off) {
  return "local mut = require \"mutlua\"\n"
         "local study = mut.study { name = \"two rounds\", replicates = " +
         std::to_string(replicates) +
         " }\n"
         "local function add(rate) study:add { foreground = mut.model \"test/a\":with { "
         "learning_rate = rate }, factors = { rate = rate } } study:run() end\n"
         "add(0.1)\n" +
         (breaks_off ? "error \"broken\"\n" : "") + "add(0.2)\n";
}

TEST(Gap, OfARoundThatTheScriptHasNotComeToStaysFilledForAnAnalysis) {
  Workshop workshop;
  measured_by(workshop, study("one", "0.2", 2), {});
  EXPECT_EQ(measured_by(workshop, rounds(2, false), {"--gap"}), 2u);
  EXPECT_EQ(measured_by(workshop, rounds(3, true), {"--gap"}, 2), 1u);
  const Json analysis = parse_json(workshop.mutlua({"analyze", "--json"}).out, "analysis");
  EXPECT_EQ(analysis.at("cells").size(), 2u) << analysis.dump(2);
}

TEST(Gap, FilledForATrialThatNoLongerCountsLeavesThatOneOutOfAnAnalysis) {
  Workshop workshop;
  measured_by(workshop, study("one", "0.1", 1), {});
  workshop.train("train.sh", "echo Epoch 1/1; echo accuracy: 0.9; echo f1: 0.8\n");
  Json repository = workshop.repository("train.sh");
  repository["metrics"]["f1"] = "f1: ([0-9.]+)";
  workshop.catalogue(repository);
  measured_by(workshop, study("two", "0.1", 1), {});
  const std::string first = workshop.sessions().front().filename().string();
  const std::string needs = ", needs = { metrics = { \"f1\" } }";
  EXPECT_EQ(measured_by(workshop, study("one", "0.1", 1, needs), {"--gap"}), 0u);
  const auto trials = [&] {
    const Ended ended = workshop.mutlua({"analyze", first, "--json"});
    return parse_json(ended.out, "analysis").at("trials");
  };
  EXPECT_EQ(trials().at("counted"), 1);
  EXPECT_EQ(trials().at("left_out").value("another session's counts in their place", 0), 1);
  const Ended text = workshop.mutlua({"analyze", first, "--outcome", "metric_f1"});
  EXPECT_NE(text.out.find("0.8"), std::string::npos) << text.out;
  // Once it is measured again, its own counts.
  EXPECT_EQ(measured_by(workshop, study("one", "0.1", 1, needs), {"--retry-failed"}), 1u);
  EXPECT_EQ(trials().at("counted"), 1);
  EXPECT_EQ(trials().at("left_out").size(), 1u) << trials();
}

TEST(Gap, IsFilledByTheReplicatesThatAreNotThere) {
  Workshop workshop;
  measured_by(workshop, study("one", "0.1", 2), {});
  measured_by(workshop, study("two", "0.1", 3), {"--gap"});
  std::multiset<int> replicates;
  for (const Json& record : workshop.records())
    replicates.insert(record.at("replicate").get<int>());
  EXPECT_EQ(replicates, (std::multiset<int>{1, 2, 3}));
}

TEST(Gap, IsListedAloneAsATable) {
  Workshop workshop;
  measured_by(workshop, study("one", "0.1", 1), {});
  workshop.script(study("two", "0.1, 0.3", 1));
  const Ended ended = workshop.mutlua({"plan", "study.lua", "--gap"});
  EXPECT_EQ(ended.out.find("rate 1"), std::string::npos) << ended.out;
  EXPECT_NE(ended.out.find("rate 2"), std::string::npos) << ended.out;
  EXPECT_NE(ended.out.find("1 counted elsewhere"), std::string::npos) << ended.out;
}

TEST(Gap, OfNothingIsOneLine) {
  Workshop workshop;
  measured_by(workshop, study("one", "0.1", 2), {});
  workshop.script(study("two", "0.1", 2));
  const Ended ended = workshop.mutlua({"plan", "study.lua", "--gap"});
  EXPECT_EQ(ended.status, 0) << ended.err;
  EXPECT_EQ(ended.out.substr(ended.out.find('\n') + 1),
            "nothing is missing: all 2 trials are there (2 counted elsewhere)\n");
}

TEST(Gap, LeavesTheSmallestEffectToAllTrialsOfTheDesign) {
  Workshop workshop;
  measured_by(workshop, study("one", "0.1", 3), {});
  workshop.script(study("two", "0.1", 5));
  const Json planned = plan(workshop);
  EXPECT_EQ(planned.at("totals").at("new"), 2);
  EXPECT_EQ(planned.at("detectable").at("trials_per_cell").at("least"), 5);
  EXPECT_EQ(planned.at("expected_seconds").at("trials"), 2);
}

TEST(Gap, IsNotFilledByWhatFailed) {
  Workshop workshop;
  workshop.train("train.sh", "exit 1\n");
  EXPECT_EQ(measured_by(workshop, study("one", "0.1", 1), {}, 1), 1u);
  workshop.train("train.sh", "echo Epoch 1/1; echo accuracy: 0.9\n");
  EXPECT_EQ(measured_by(workshop, study("two", "0.1", 1), {"--gap"}), 1u);
  EXPECT_EQ(measured_by(workshop, study("one", "0.1", 2), {"--gap"}), 1u);
}

TEST(Gap, HoldsTrialsOfItsOwnSessionThatDoNotCount) {
  Workshop workshop;
  workshop.train("train.sh", "exit 1\n");
  EXPECT_EQ(measured_by(workshop, study("one", "0.1", 1), {}, 1), 1u);
  workshop.train("train.sh", "echo Epoch 1/1; echo accuracy: 0.9\n");
  EXPECT_EQ(measured_by(workshop, study("one", "0.1", 1), {}, 1), 0u);
  EXPECT_EQ(measured_by(workshop, study("one", "0.1", 1), {"--gap"}), 1u);
}

TEST(Gap, IsNotFilledByTrialsThatLackWhatTheStudyNeeds) {
  Workshop workshop;
  measured_by(workshop, study("one", "0.1", 1), {});
  workshop.train("train.sh", "echo Epoch 1/1; echo accuracy: 0.9; echo f1: 0.8\n");
  Json repository = workshop.repository("train.sh");
  repository["metrics"]["f1"] = "f1: ([0-9.]+)";
  workshop.catalogue(repository);
  const std::string needs = ", needs = { metrics = { \"f1\" } }";
  EXPECT_EQ(measured_by(workshop, study("two", "0.1", 1, needs), {"--gap"}), 1u);
  EXPECT_EQ(measured_by(workshop, study("three", "0.1", 1, needs), {"--gap"}), 0u);
}

TEST(Gap, HoldsTrialsOfItsOwnSessionThatLackWhatTheStudyNeedsNow) {
  Workshop workshop;
  workshop.train("train.sh", "echo Epoch 1/1; echo accuracy: 0.9; echo f1: 0.8\n");
  measured_by(workshop, study("one", "0.1", 1), {});
  Json repository = workshop.repository("train.sh");
  repository["metrics"]["f1"] = "f1: ([0-9.]+)";
  workshop.catalogue(repository);
  const std::string needs = ", needs = { metrics = { \"f1\" } }";
  EXPECT_EQ(measured_by(workshop, study("one", "0.1", 1, needs), {}, 1), 0u);
  const Ended shown = workshop.mutlua({"plan", "study.lua", "--json"});
  EXPECT_NE(shown.out.find("lacks what the study needs now"), std::string::npos) << shown.out;
  EXPECT_EQ(plan(workshop).at("trials").at(0).at("why"), "repeats 001, which does not count");
  EXPECT_EQ(measured_by(workshop, study("one", "0.1", 1, needs), {"--gap"}), 1u);
  EXPECT_EQ(measured_by(workshop, study("one", "0.1", 1, needs), {"--gap"}), 0u);
}

}  // namespace
}  // namespace mutlua
