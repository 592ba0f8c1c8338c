// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "cli/program.h"

namespace mutlua {
namespace {

/// Two drawn values, and one trial twice beside a load.
constexpr const char* kSettings = R"({
  "experiment_name": "old study", "runs_per_config": 2, "purpose": "a test",
  "experiments": [
    {"repo": "test", "model": "a", "mode": "mutation", "mutate": ["learning_rate"]},
    {"mode": "parallel",
     "foreground": {"repo": "test", "model": "a", "mode": "default", "hyperparameters": {"epochs": 2}},
     "background": {"repo": "test", "model": "b"}}
  ]
})";

/// The same, and an experiment of a model that is not there.
constexpr const char* kPartly = R"({
  "experiments": [
    {"repo": "test", "model": "z", "mode": "default"},
    {"repo": "test", "model": "a", "mode": "default", "hyperparameters": {"epochs": 3}}
  ]
})";

const std::vector<std::string> kNoPauses = {"--cooldown", "0", "--settle", "0"};

class OldSettings : public testing::Test {
 protected:
  OldSettings() { workshop_.folder.write("old.json", kSettings); }

  Ended mutlua(std::vector<std::string> words, const std::vector<std::string>& more = kNoPauses) {
    words.insert(words.end(), more.begin(), more.end());
    return workshop_.mutlua(words);
  }
  Json plan(const std::vector<std::string>& words) {
    return parse_json(mutlua(words, {"--json"}).out, "plan");
  }
  static bool says(const Ended& ended, const std::string& part) {
    return ended.err.find(part) != std::string::npos;
  }

  Workshop workshop_;
};

TEST_F(OldSettings, RunAsTheStudyThatTheyBecome) {
  const Ended ended = mutlua({"run", "old.json"});
  ASSERT_EQ(ended.status, 0) << ended.err;
  EXPECT_TRUE(says(ended, "note: purpose: a remark")) << ended.err;
  ASSERT_EQ(workshop_.records().size(), 4u);
  for (const Json& record : workshop_.records()) EXPECT_EQ(record.at("study"), "old study");
}

TEST_F(OldSettings, AreDoneWhenTheirTranslationWasRun) {
  ASSERT_EQ(workshop_.mutlua({"translate", "old.json", "-o", "study.lua"}).status, 0);
  ASSERT_EQ(mutlua({"study.lua"}).status, 0);
  const auto identities = workshop_.identities();
  ASSERT_EQ(identities.size(), 4u);
  const Ended ended = mutlua({"old.json"});
  EXPECT_EQ(ended.status, 0);
  EXPECT_TRUE(says(ended, "all 4 trials were done before")) << ended.err;
  EXPECT_EQ(workshop_.identities(), identities);
}

TEST_F(OldSettings, AreContinuedByTheirTranslation) {
  ASSERT_EQ(mutlua({"run", "old.json"}).status, 0);
  ASSERT_EQ(workshop_.mutlua({"translate", "old.json", "-o", "study.lua"}).status, 0);
  const Ended ended = mutlua({"run", "study.lua"});
  EXPECT_TRUE(says(ended, "all 4 trials were done before")) << ended.err;
}

TEST_F(OldSettings, LeaveTheScriptThatRanInTheSession) {
  ASSERT_EQ(mutlua({"run", "old.json"}).status, 0);
  const std::string script = workshop_.mutlua({"translate", "old.json"}).out;
  EXPECT_FALSE(script.empty());
  EXPECT_EQ(Workshop::content(workshop_.sessions().at(0) / "design.lua"), script);
}

TEST_F(OldSettings, RunWithoutTheExperimentsThatCannotAndEndWithOne) {
  workshop_.folder.write("partly.json", kPartly);
  const Ended ended = mutlua({"run", "partly.json"});
  EXPECT_EQ(ended.status, 1);
  EXPECT_TRUE(says(ended, "error: experiments[0].model: left out")) << ended.err;
  ASSERT_EQ(workshop_.records().size(), 1u);
  EXPECT_EQ(workshop_.records()[0].at("training_success"), true);
}

TEST_F(OldSettings, ArePlannedWithTheirDiagnostics) {
  workshop_.folder.write("partly.json", kPartly);
  const Ended ended = mutlua({"plan", "partly.json"}, {"--json"});
  EXPECT_EQ(ended.status, 1);
  EXPECT_EQ(ended.err, "");
  const Json plan = parse_json(ended.out, "plan");
  EXPECT_EQ(plan.at("study"), "partly");
  EXPECT_EQ(plan.at("trials").size(), 1u);
  const Json& first = plan.at("diagnostics").at(0);
  EXPECT_EQ(first.at("severity"), "error");
  EXPECT_EQ(first.at("where"), "experiments[0].model");
  EXPECT_TRUE(workshop_.sessions().empty());
}

TEST_F(OldSettings, HaveTheOldPausesUnlessTheCommandLineSaysOthers) {
  const auto pauses = [&](const std::vector<std::string>& words) {
    const Json trial = plan(words).at("trials").at(3);
    return std::pair(trial.at("cooldown_seconds").get<double>(),
                     trial.at("settle_seconds").get<double>());
  };
  EXPECT_EQ(pauses({"plan", "old.json"}), std::pair(60.0, 30.0));
  EXPECT_EQ(pauses({"plan", "old.json", "--cooldown", "0", "--settle", "0"}), std::pair(0.0, 0.0));
  EXPECT_EQ(pauses({"plan", "old.json", "--cooldown=2.5"}), std::pair(2.5, 30.0));
}

TEST_F(OldSettings, CanBeReadAsTheOldToolDid) {
  workshop_.folder.write("old.json", R"({"experiments": [{"repository": "test", "model": "a"}]})");
  EXPECT_EQ(plan({"plan", "old.json"}).at("trials").size(), 1u);
  for (const char* command : {"plan", "run"}) {
    const Ended strict = mutlua({command, "old.json", "--strict"});
    EXPECT_NE(strict.status, 0);
    EXPECT_TRUE(says(strict, "error: experiments[0]")) << strict.err;
  }
  EXPECT_TRUE(workshop_.records().empty());
}

TEST_F(OldSettings, FailWhereTheirTranslationDoes) {
  const Ended ended = mutlua({"run", "old.json", "--pairs", "pilot"});
  EXPECT_EQ(ended.status, 2);
  EXPECT_TRUE(says(ended, "old.json (translated):")) << ended.err;
}

TEST_F(OldSettings, AreRefusedIfTheyAreNoJson) {
  for (const char* text : {"{", "[]", "", "\"x\"", "{\"experiments\": [}"}) {
    workshop_.folder.write("bad.json", text);
    const Ended ended = mutlua({"run", "bad.json"});
    EXPECT_EQ(ended.status, 2) << text << ended.err;
    EXPECT_TRUE(says(ended, "bad.json")) << ended.err;
  }
  EXPECT_EQ(mutlua({"run", "absent.json"}).status, 2);
  EXPECT_EQ(mutlua({"run", "old.txt"}).status, 2);
}

TEST_F(OldSettings, DeclareNoOptions) {
  const Ended ended = workshop_.mutlua({"help", "old.json"});
  EXPECT_EQ(ended.status, 0) << ended.err;
  EXPECT_NE(ended.out.find("declares no options"), std::string::npos) << ended.out;
}

TEST_F(OldSettings, KeepToTheirStudyAfterAKill) {
  workshop_.train("train.sh",
                  "echo Epoch 1/2\nuntil [ -e go ]; do sleep 0.02; done\necho accuracy: 1\n");
  const pid_t runner = workshop_.start({"run", "old.json", "--cooldown", "0", "--settle", "0"});
  ASSERT_TRUE(Workshop::eventually([&] { return workshop_.alive().size() >= 3; }));
  ::kill(runner, SIGKILL);
  workshop_.wait(runner);
  ASSERT_TRUE(workshop_.nothing_alive());
  workshop_.folder.write("repo/go", "");
  ASSERT_EQ(mutlua({"run", "old.json"}).status, 0);
  EXPECT_EQ(workshop_.sessions().size(), 1u);
  EXPECT_EQ(workshop_.identities().size(), 4u);
}

}  // namespace
}  // namespace mutlua
