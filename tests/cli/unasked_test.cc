// SPDX-License-Identifier: MIT
// What a session holds that its script no longer asks for counts in no analysis.
#include <gtest/gtest.h>

#include "cli/program.h"

namespace mutlua {
namespace {

constexpr const char* kReason = "the script no longer asks for them";

/// A study of one model with these replicates, whose waits, block and sentinel are told it.
constexpr const char* kStudy = R"lua(
local mut = require "mutlua"
local given = mut.options {
  name = { default = "edited" }, replicates = { default = 2 }, wait = { default = 0 },
  block = { default = "one" }, sentinel = { default = "" },
}
local sentinel = given.sentinel ~= ""
  and { hours = 1000, at_end = false, foreground = mut.model(given.sentinel) } or nil
local study = mut.study { name = given.name, seed = 1, sentinel = sentinel }
study:add { foreground = mut.model "test/a", block = given.block, replicates = given.replicates,
            cooling = { seconds = given.wait } }
study:run()
)lua";

class Unasked : public testing::Test {
 protected:
  Unasked() { workshop.script(kStudy); }

  std::string run(const std::vector<std::string>& options = {}) {
    const Ended ended = workshop.run(options);
    EXPECT_EQ(ended.status, 0) << ended.err;
    return ended.err;
  }

  /// {all, counted, left_out} of an analysis.
  Json trials(std::vector<std::string> more = {}) {
    more.insert(more.begin(), {"analyze", "--json"});
    const Ended ended = workshop.mutlua(more);
    EXPECT_EQ(ended.status, 0) << ended.err;
    return parse_json(ended.out, "analysis").at("trials");
  }

  static Json left_out(const Json& trials) { return trials.at("left_out").value(kReason, 0); }

  bool is_noted(std::size_t session = 0) {
    return std::filesystem::exists(workshop.sessions().at(session) / "unasked.json");
  }

  std::string session(std::size_t i) { return workshop.sessions().at(i).filename().string(); }

  Workshop workshop;
};

TEST_F(Unasked, TrialsCountNoMoreUntilTheyAreAskedForAgain) {
  run();
  EXPECT_FALSE(is_noted());
  const std::string said = run({"--wait", "0.001", "--replicates", "3"});
  EXPECT_NE(said.find("no longer asks for some trials of the session (2)"), std::string::npos)
      << said;
  Json now = trials();
  EXPECT_EQ(now.at("all"), 5);
  EXPECT_EQ(now.at("counted"), 3);
  EXPECT_EQ(left_out(now), 2);
  const Ended text = workshop.mutlua({"analyze"});
  EXPECT_NE(text.out.find(std::string("2 of 5 trials left out: ") + kReason + " (2)"),
            std::string::npos)
      << text.out;
  run();
  now = trials();
  EXPECT_EQ(now.at("counted"), 2);
  EXPECT_EQ(left_out(now), 3);
}

TEST_F(Unasked, TrialsCountAgainAsSoonAsTheyAreAskedForHoweverTheRunEnds) {
  run();
  run({"--wait", "0.001"});
  EXPECT_EQ(left_out(trials()), 2);
  workshop.script(std::string(kStudy) + "error('broken')\n");
  EXPECT_NE(workshop.run().status, 0);
  EXPECT_EQ(trials().at("counted"), 4);
}

TEST_F(Unasked, TrialsOfAnotherCommandLineAreOnesOfBefore) {
  run();
  Json repository = workshop.repository("train.sh");
  repository["model_flag"] = "-m";
  workshop.catalogue(repository);
  run();
  EXPECT_EQ(trials().at("counted"), 2);
}

TEST_F(Unasked, TrialsOfARenamedBlockCountOnce) {
  run();
  run({"--block", "two"});
  EXPECT_EQ(trials().at("counted"), 2);
}

TEST_F(Unasked, TrialsAreKnownOnlyAtTheEndOfTheScript) {
  run();
  workshop.script(std::string(kStudy) + "error('broken')\n");
  EXPECT_NE(workshop.run({"--wait", "0.001"}).status, 0);
  workshop.script("local mut = require 'mutlua'\nmut.study { name = 'edited' }\n");
  EXPECT_NE(workshop.run().status, 0);
  EXPECT_FALSE(is_noted());
  EXPECT_EQ(trials().at("counted"), 4);
}

TEST_F(Unasked, TrialsAreNotKnownWhereTheRunIsStopped) {
  run();
  workshop.train("train.sh", "touch \"$MUTLUA_WORKSHOP/trains\"; exec sleep 100\n");
  const pid_t child = workshop.start({"run", "study.lua", "--wait", "0.001"});
  EXPECT_TRUE(
      workshop.eventually([&] { return std::filesystem::exists(workshop.folder / "trains"); }));
  ::kill(child, SIGINT);
  EXPECT_EQ(workshop.wait(child).status, 128 + SIGINT);
  EXPECT_FALSE(is_noted());
  EXPECT_EQ(trials().at("counted"), 2);
}

TEST_F(Unasked, TrialsAreNotWhatAPlanLeavesOut) {
  run();
  ASSERT_EQ(workshop.mutlua({"plan", "study.lua", "--wait", "1"}).status, 0);
  EXPECT_FALSE(is_noted());
}

TEST_F(Unasked, SentinelsAreThoseThatTrainOtherwise) {
  run({"--sentinel", "test/b"});
  const std::vector<std::string> more = {"--sentinel", "test/b", "--replicates", "3"};
  run(more);
  run(more);  // with all done no sentinel comes up
  EXPECT_FALSE(is_noted());
  run({"--sentinel", "test/a", "--replicates", "4"});
  const Json now = trials({"--by", "sentinel"});
  EXPECT_EQ(now.at("counted"), 5);
  EXPECT_EQ(left_out(now), 1);
  run({"--sentinel", "test/a", "--replicates", "4", "--gap"});
  EXPECT_EQ(left_out(trials({"--by", "sentinel"})), 1);
}

TEST_F(Unasked, TrialsByHandAreToo) {
  const auto by_hand = [&](const std::string& name) {
    workshop.script("local mut = require 'mutlua'\nmut.study { name = 'by hand' }\nmut.trial('" +
                    name + "', function() mut.spawn(mut.model 'test/a'):wait() end)\n");
    run();
  };
  by_hand("early");
  EXPECT_FALSE(is_noted());
  by_hand("late");
  EXPECT_EQ(left_out(trials()), 1);
}

TEST_F(Unasked, TrialsOfSeveralRoundsAreAskedForInAll) {
  workshop.script(R"lua(
local mut = require "mutlua"
local study = mut.study { name = "rounds", seed = 1 }
for round = 1, 3 do
  study:add { foreground = mut.model "test/a", label = "round " .. round, block = "b" .. round }
  study:run()
end
)lua");
  run();
  run();
  EXPECT_FALSE(is_noted());
}

TEST_F(Unasked, TrialsCountForTheDesignForWhichGapHasCountedThem) {
  run();
  run({"--name", "second", "--replicates", "3", "--gap"});
  EXPECT_FALSE(is_noted(1));
  run({"--wait", "0.001"});  // the first no longer asks for what the second has counted
  EXPECT_EQ(trials({session(1)}).at("counted"), 3);
  EXPECT_EQ(trials({session(0), session(1)}).at("counted"), 5);
  EXPECT_EQ(trials({session(0)}).at("counted"), 2);
  run({"--name", "second", "--replicates", "1", "--block", "two"});  // nor does now the second
  const Json now = trials({session(1)});
  EXPECT_EQ(now.at("counted"), 1) << now;
  EXPECT_EQ(left_out(now), 3) << now;
}

}  // namespace
}  // namespace mutlua
