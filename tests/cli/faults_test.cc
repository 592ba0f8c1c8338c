// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "cli/program.h"

namespace mutlua {
namespace {

constexpr const char* kHead = "local mut = require \"mutlua\"\n";

std::string study(const std::string& body) {
  return std::string(kHead) + "local study = mut.study { name = \"s\" }\n" + body;
}

/// The run ends with that status, its message holds the words, and it leaves nothing behind.
void expect_refusal(Workshop& workshop, int status, const std::vector<std::string>& words) {
  const Ended ended = workshop.run();
  EXPECT_EQ(ended.status, status) << ended.err;
  for (const std::string& word : words)
    EXPECT_NE(ended.err.find(word), std::string::npos) << ended.err;
  EXPECT_TRUE(workshop.nothing_alive());
  EXPECT_TRUE(workshop.records().empty());
}

TEST(Faults, AMissingTrainingScriptIsNamedBeforeAnythingStarts) {
  Workshop workshop;
  workshop.catalogue(workshop.repository("absent.sh"));
  workshop.script(study("study:add { foreground = mut.model 'test/a' } study:run()"));
  expect_refusal(workshop, 3, {"test/a", "absent.sh"});
  EXPECT_TRUE(workshop.sessions().empty());
}

TEST(Faults, AnUnknownModelIsNamedWithTheNearestOneAndTheLine) {
  Workshop workshop;
  workshop.script(study("study:add { foreground = mut.model 'test/aa' }"));
  expect_refusal(workshop, 2, {"study.lua:3", "test/aa", "did you mean 'test/a'"});
}

TEST(Faults, AWrongTypeIsNamedWithItsFieldAndLine) {
  Workshop workshop;
  workshop.script(study("study:add { foreground = mut.model 'test/a', block = 3 }"));
  expect_refusal(workshop, 2, {"study.lua:3", "block"});
}

TEST(Faults, AFractionOfAnEpochIsRefused) {
  Workshop workshop;
  workshop.script(study("study:add { foreground = mut.model 'test/a':with { epochs = 1.5 } }"));
  expect_refusal(workshop, 2, {"study.lua:3", "epochs", "1.5"});
}

TEST(Faults, AnUnknownFieldIsRefusedWithTheNearestName) {
  Workshop workshop;
  workshop.script(study("study:add { foregroud = mut.model 'test/a' }"));
  expect_refusal(workshop, 2, {"study.lua:3", "foregroud", "foreground"});
}

TEST(Faults, AReversedRangeInTheCatalogueIsNamedWithItsPath) {
  Workshop workshop;
  Json repository = workshop.repository("train.sh");
  repository["hyperparameters"]["epochs"]["range"] = {20, 5};
  workshop.catalogue(repository);
  workshop.script(study(""));
  expect_refusal(workshop, 2, {"catalogue.json", "test.hyperparameters.epochs.range"});
}

TEST(Faults, AnUnreadableCatalogueIsNamedWithThePlaceOfTheFault) {
  Workshop workshop;
  workshop.folder.write("catalogue.json", "{\n  \"models\": {,\n");
  workshop.script(study(""));
  expect_refusal(workshop, 2, {"catalogue.json", "line 2"});
}

TEST(Faults, AScriptThatErrsInTheMiddleOfAProtocolLeavesNoProcess) {
  Workshop workshop;
  workshop.train("train.sh", "echo Epoch 1/2\nsleep 1000\n");
  workshop.script(std::string(kHead) + R"(
    local study = mut.study { name = "s", protocol = { name = "mine", version = 1, measure = function(trial)
      mut.background.start(trial.background):settle { first_epoch = true }
      mut.spawn(trial.foregrounds[1])
      local nothing = nil
      return nothing.field
    end } }
    study:add { foreground = mut.model "test/a", background = mut.model "test/b" }
    study:run())");
  expect_refusal(workshop, 2, {"study.lua:7", "nothing"});
}

TEST(Faults, AScriptCannotSwallowAStop) {
  Workshop workshop;
  workshop.script(std::string(kHead) + R"(
    local training = mut.spawn(mut.model "test/a")
    while true do pcall(function() training:wait() coroutine.wrap(error)("again") end) end)");
  const pid_t runner = workshop.start({"run", "study.lua"});
  ASSERT_TRUE(Workshop::eventually([&] { return !workshop.sessions().empty(); }));
  ::kill(runner, SIGINT);
  EXPECT_EQ(workshop.wait(runner).status, 130);
  EXPECT_TRUE(workshop.nothing_alive());
}

TEST(Faults, AStudyWhoseErrorsAreSwallowedDoesNotPassForDone) {
  Workshop workshop;
  workshop.script(std::string(kHead) + R"(
    local study = mut.study { name = "s", protocol = { name = "mine", version = 1, measure = function(trial)
      mut.spawn(trial.foregrounds[1])
      error("a fault of the protocol")
    end } }
    study:add { foreground = mut.model "test/a" }
    pcall(study.run, study)
    pcall(study.run, study))");
  expect_refusal(workshop, 2, {"1 of 1 trials were not measured"});
}

TEST(Faults, AStudyThatIsNeverRunSaysSo) {
  Workshop workshop;
  workshop.script(study("study:add { foreground = mut.model 'test/a' }"));
  expect_refusal(workshop, 2, {"did not call study:run()"});
}

TEST(Faults, AStopWhileGitIsAskedEndsTheStudyAtOnce) {
  Workshop workshop;
  workshop.folder.write("repo/.git/HEAD", "ref: refs/heads/main\n");
  const auto git = workshop.folder.write("bin/git", "#!/bin/sh\nsleep 1000\n");
  std::filesystem::permissions(git, std::filesystem::perms::owner_all);
  workshop.script(study("study:add { foreground = mut.model 'test/a' } study:run()"));
  const std::string path = std::getenv("PATH");
  ::setenv("PATH", ((workshop.folder / "bin").string() + ":" + path).c_str(), 1);
  const pid_t runner = workshop.start({"run", "study.lua"});
  ::setenv("PATH", path.c_str(), 1);
  ASSERT_TRUE(Workshop::eventually([&] { return workshop.alive().size() >= 4; }));
  ::kill(runner, SIGTERM);
  EXPECT_EQ(workshop.wait(runner).status, 143);
  EXPECT_TRUE(workshop.nothing_alive());
}

TEST(Faults, ASecondRunnerIsRefusedAndToldWhoHoldsTheMachine) {
  Workshop workshop;
  workshop.train("train.sh", "echo Epoch 1/2\nsleep 1000\n");
  workshop.script(study("study:add { foreground = mut.model 'test/a' } study:run()"));
  const pid_t first = workshop.start({"run", "study.lua"});
  ASSERT_TRUE(Workshop::eventually([&] { return workshop.alive().size() >= 4; }));
  const Ended second = workshop.run();
  EXPECT_EQ(second.status, 3) << second.err;
  EXPECT_NE(second.err.find(std::to_string(first)), std::string::npos) << second.err;
  ::kill(first, SIGTERM);
  EXPECT_EQ(workshop.wait(first).status, 143);
}

TEST(Faults, StopEndsTheRunningStudyCleanly) {
  Workshop workshop;
  workshop.train("train.sh", "echo Epoch 1/2\nsleep 1000\n");
  workshop.script(study("study:add { foreground = mut.model 'test/a' } study:run()"));
  const pid_t runner = workshop.start({"run", "study.lua"});
  ASSERT_TRUE(Workshop::eventually([&] { return workshop.alive().size() >= 4; }));
  EXPECT_EQ(workshop.mutlua({"stop"}).status, 0);
  EXPECT_EQ(workshop.wait(runner).status, 143);
  EXPECT_TRUE(workshop.nothing_alive());
  EXPECT_EQ(workshop.mutlua({"stop"}).status, 3);
}

TEST(Faults, AHangUpEndsTheStudyAsATerminationDoes) {
  ::signal(SIGHUP, SIG_DFL);  // under nohup the tests ignore it, and what they start would too
  Workshop workshop;
  workshop.train("train.sh", "echo Epoch 1/2\nsleep 1000\n");
  workshop.script(study("study:add { foreground = mut.model 'test/a' } study:run()"));
  const pid_t runner = workshop.start({"run", "study.lua"});
  ASSERT_TRUE(Workshop::eventually([&] { return workshop.alive().size() >= 4; }));
  ::kill(runner, SIGHUP);
  EXPECT_EQ(workshop.wait(runner).status, 129);
  EXPECT_TRUE(workshop.nothing_alive());
}

TEST(Faults, ASecondInterruptDoesNotWaitForATrainingThatIgnoresTheFirst) {
  Workshop workshop;
  workshop.train("train.sh",
                 "trap '' TERM INT HUP\necho Epoch 1/2\nwhile true; do sleep 1; done\n");
  workshop.script(study("study:add { foreground = mut.model 'test/a' } study:run()"));
  const pid_t runner = workshop.start({"run", "study.lua"});
  ASSERT_TRUE(Workshop::eventually([&] { return workshop.alive().size() >= 4; }));
  ::kill(runner, SIGINT);
  ::kill(runner, SIGINT);
  EXPECT_EQ(workshop.wait(runner).status, 130);
  EXPECT_TRUE(workshop.nothing_alive());
}

TEST(Faults, AResultsFolderThatCannotBeMadeIsNamed) {
  Workshop workshop;
  workshop.folder.write("results", "a file where the folder should be");
  workshop.script(study("study:add { foreground = mut.model 'test/a' } study:run()"));
  const Ended ended = workshop.run();
  EXPECT_EQ(ended.status, 3) << ended.err;
  EXPECT_NE(ended.err.find("results"), std::string::npos) << ended.err;
}

TEST(Faults, ATrainingThatDiesAtOnceIsAResultWithItsReason) {
  Workshop workshop;
  workshop.train("train.sh", "echo no data here >&2; exit 7\n");
  workshop.script(study("study:add { foreground = mut.model 'test/a' } study:run()"));
  const Ended ended = workshop.run();
  EXPECT_EQ(ended.status, 1) << ended.err;
  EXPECT_NE(ended.err.find("no data here"), std::string::npos) << ended.err;
  ASSERT_EQ(workshop.records().size(), 1u);
  EXPECT_EQ(workshop.records()[0].at("outcome").at("exit_code"), 7);
}

TEST(Faults, ABackgroundThatNeverStartsCostsNoForeground) {
  Workshop workshop;
  workshop.train("train.sh",
                 "if [ \"$2\" = b ]; then echo broken load; exit 9; fi\necho accuracy: 1\n");
  workshop.script(
      study("study:add { foreground = mut.model 'test/a', background = mut.model 'test/b' } "
            "study:run()"));
  const Ended ended = workshop.run();
  EXPECT_EQ(ended.status, 1) << ended.err;
  EXPECT_NE(ended.err.find("the background never started"), std::string::npos) << ended.err;
  EXPECT_NE(ended.err.find("test/b"), std::string::npos) << ended.err;
  EXPECT_TRUE(workshop.nothing_alive());
  EXPECT_EQ(workshop.records().at(0).at("foreground").at("training_success"), false);
}

TEST(Faults, AMetricAloneDoesNotMakeAFailedTrainingASuccess) {
  Workshop workshop;
  workshop.train("train.sh", "echo accuracy: 1; echo Training completed successfully; exit 1\n");
  workshop.script(study("study:add { foreground = mut.model 'test/a' } study:run()"));
  EXPECT_EQ(workshop.run().status, 1);
  EXPECT_EQ(workshop.records().at(0).at("training_success"), false);
}

TEST(Faults, AnUnknownOptionOfAScriptIsRefusedWithTheNearestName) {
  Workshop workshop;
  workshop.script(std::string(kHead) +
                  "mut.options { pairs = { default = 'all', help = 'which' } }\n");
  const Ended ended = workshop.run({"--pais", "1"});
  EXPECT_EQ(ended.status, 2);
  EXPECT_NE(ended.err.find("did you mean 'pairs'"), std::string::npos) << ended.err;
  EXPECT_NE(workshop.mutlua({"help", "study.lua"}).out.find("--pairs"), std::string::npos);
}

TEST(Faults, ARecordNamesTheCommitOfTheTrainingAndWhetherItWasChanged) {
  Workshop workshop;
  const std::string repo = (workshop.folder / "repo").string();
  const std::string git = "git -C " + repo + " -c user.name=t -c user.email=t@t ";
  ASSERT_EQ(
      std::system((git + "init -q && " + git + "add . && " + git + "commit -qm first").c_str()), 0);
  const auto repository_of = [&](const std::string& name) {
    workshop.script("local mut = require 'mutlua'\nlocal study = mut.study { name = '" + name +
                    "' }\nstudy:add { foreground = mut.model 'test/a' } study:run()");
    EXPECT_EQ(workshop.run().status, 0);
    return read_json(workshop.sessions().back() / "test_a_001/experiment.json")
        .at("provenance")
        .at("repositories")
        .at(0);
  };
  const Json clean = repository_of("clean");
  EXPECT_EQ(clean.at("commit").get<std::string>().size(), 40u);
  EXPECT_EQ(clean.at("dirty"), false);
  workshop.train("train.sh", "echo accuracy: 0.8\n");
  EXPECT_EQ(repository_of("dirty").at("dirty"), true);
}

TEST(Faults, TheCallersEnvironmentReachesTheTraining) {
  Workshop workshop;
  workshop.train("train.sh", "echo accuracy: $GIVEN; echo unbuffered $PYTHONUNBUFFERED\n");
  workshop.script(study("study:add { foreground = mut.model 'test/a' } study:run()"));
  ::setenv("GIVEN", "0.75", 1);
  EXPECT_EQ(workshop.run().status, 0);
  ::unsetenv("GIVEN");
  EXPECT_EQ(workshop.records().at(0).at("performance_metrics").at("accuracy"), 0.75);
  const std::string log = Workshop::content(workshop.sessions().back() / "test_a_001/training.log");
  EXPECT_NE(log.find("unbuffered 1"), std::string::npos) << log;
}

}  // namespace
}  // namespace mutlua
