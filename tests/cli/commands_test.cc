// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "cli/program.h"

namespace mutlua {
namespace {

const std::string kSource = MUTLUA_SOURCE_FOLDER;

std::string study(const std::string& trials, const std::string& options = "") {
  return "local mut = require \"mutlua\"\nlocal study = mut.study { name = \"s\"" + options +
         " }\n" + trials + "\nstudy:run()\n";
}

constexpr const char* kA = "study:add { foreground = mut.model 'test/a' }\n";
constexpr const char* kB = "study:add { foreground = mut.model 'test/b' }\n";

bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST(Commands, AgreeOnWhichNamesAnOptionOfAScriptCannotHave) {
  Workshop workshop;
  for (const char* name : {"json", "simulate", "gap"}) {
    workshop.script("local mut = require \"mutlua\"\nmut.options { " + std::string(name) +
                    " = { default = \"x\" } }\n");
    for (const char* command : {"run", "plan", "check", "help"}) {
      const Ended ended = workshop.mutlua({command, "study.lua"});
      EXPECT_EQ(ended.status, 2) << command << " " << name;
      EXPECT_NE((ended.out + ended.err).find("is an option of mutlua itself"), std::string::npos)
          << command << " " << name << ": " << ended.out << ended.err;
    }
  }
}

TEST(Models, ListsTheBundledCatalogue) {
  Workshop workshop;
  std::filesystem::copy_file(kSource + "/settings/digits.json", workshop.folder / "catalogue.json",
                             std::filesystem::copy_options::overwrite_existing);
  const Ended table = workshop.mutlua({"models"});
  EXPECT_EQ(table.status, 0) << table.err;
  EXPECT_TRUE(holds(table.out, "catalogue digits")) << table.out;
  const Json list = parse_json(workshop.mutlua({"models", "--json"}).out, "models");
  EXPECT_EQ(list.at("catalogue"), "digits");
  EXPECT_FALSE(list.at("models").empty());
}

TEST(Sessions, AreCountedWithTheirTrials) {
  Workshop workshop;
  EXPECT_EQ(workshop.mutlua({"sessions", "--json"}).out, "[]\n");
  workshop.script(study(kA, ", seed = 7"));
  ASSERT_EQ(workshop.run().status, 0);
  const Json list = parse_json(workshop.mutlua({"sessions", "--json"}).out, "sessions");
  ASSERT_EQ(list.size(), 1u);
  EXPECT_EQ(list[0].at("study"), "s");
  EXPECT_EQ(list[0].at("seed"), 7);
  EXPECT_EQ(list[0].at("trials"), 1);
  EXPECT_EQ(list[0].at("failed"), 0);
  EXPECT_EQ(list[0].at("running"), false);
}

TEST(Results, AsCommaSeparatedValuesAreTheSummary) {
  Workshop workshop;
  workshop.script(study(kA));
  ASSERT_EQ(workshop.run().status, 0);
  const std::string csv = workshop.mutlua({"results", "--csv"}).out;
  const std::string summary = Workshop::content(workshop.sessions().back() / "summary.csv");
  EXPECT_FALSE(csv.empty());
  EXPECT_EQ(csv.substr(0, csv.find('\n')), summary.substr(0, summary.find('\n')));
}

TEST(Results, ShowAMetricThatIsNoNumberAsItsText) {
  Workshop workshop;
  workshop.script(study(kA));
  ASSERT_EQ(workshop.run().status, 0);
  const auto file = workshop.sessions().back() / "test_a_001/experiment.json";
  Json record = read_json(file);
  record["performance_metrics"]["accuracy"] = "diverged\x1b[2J";
  std::ofstream(file) << record.dump();
  ASSERT_EQ(workshop.mutlua({"index", "--rebuild"}).status, 0);
  const Ended results = workshop.mutlua({"results"});
  EXPECT_TRUE(holds(results.out, "accuracy=diverged?[2J")) << results.out << results.err;
}

TEST(Stop, AfterTheTrialLetsItEndAndBeRecorded) {
  Workshop workshop;
  workshop.train("train.sh",
                 "echo Epoch 1/2\nuntil [ -e go ]; do sleep 0.02; done\necho accuracy: 1\n");
  workshop.script(study(std::string(kA) + kB));
  const pid_t runner = workshop.start({"run", "study.lua"});
  ASSERT_TRUE(Workshop::eventually([&] { return workshop.alive().size() >= 4; }));
  EXPECT_EQ(workshop.mutlua({"stop", "--after-trial"}).status, 0);
  workshop.folder.write("repo/go", "");
  const Ended ended = workshop.wait(runner);
  EXPECT_EQ(ended.status, 143) << ended.err;
  ASSERT_EQ(workshop.records().size(), 1u);
  EXPECT_EQ(workshop.records()[0].at("training_success"), true);
  EXPECT_TRUE(workshop.nothing_alive());
}

TEST(Run, MeasuresAFailedTrialAgainOnlyWhenAsked) {
  Workshop workshop;
  workshop.script(study(kA));
  workshop.train("train.sh", "exit 1\n");
  EXPECT_EQ(workshop.run().status, 1);
  workshop.train("train.sh", "echo accuracy: 1\n");
  EXPECT_EQ(workshop.run().status, 1);
  EXPECT_EQ(workshop.records().size(), 1u);
  EXPECT_EQ(workshop.run({"--retry-failed"}).status, 0);
  EXPECT_EQ(workshop.records().size(), 2u);
}

TEST(Run, EndsAfterTheFirstFailureIfAsked) {
  Workshop workshop;
  workshop.train("train.sh", "exit 1\n");
  workshop.script(study(std::string(kA) + kB));
  EXPECT_EQ(workshop.run({"--fail-fast"}).status, 1);
  EXPECT_EQ(workshop.records().size(), 1u);
  workshop.run({"--fail-fast"});  // the failure before is no failure of this run
  EXPECT_EQ(workshop.records().size(), 2u);
}

TEST(Run, MeasuresBesideAnotherStudyIfBothShareTheMachine) {
  Workshop workshop;
  workshop.train("train.sh",
                 "[ \"$2\" = a ] && { echo Epoch 1/2; sleep 1000; }\necho accuracy: 1\n");
  workshop.script(study(kA));
  workshop.folder.write(
      "other.lua", "local mut = require 'mutlua'\nlocal study = mut.study { name = 'other' }\n" +
                       std::string(kB) + "study:run()\n");
  const pid_t first = workshop.start({"run", "study.lua", "--share-machine"});
  ASSERT_TRUE(Workshop::eventually([&] { return workshop.alive().size() >= 4; }));
  const Ended second = workshop.mutlua({"run", "other.lua", "--share-machine"});
  EXPECT_EQ(second.status, 0) << second.err;
  EXPECT_EQ(workshop.records().size(), 1u);
  ::kill(first, SIGTERM);
  EXPECT_EQ(workshop.wait(first).status, 143);
}

TEST(Run, TakesTheLuaPartFromAFolderIfToldTo) {
  Workshop workshop;
  workshop.script(study(kA));
  ::setenv("MUTLUA_LUA_DIR", (kSource + "/lua").c_str(), 1);
  const Ended from_source = workshop.run();
  ::setenv("MUTLUA_LUA_DIR", (workshop.folder / "repo").c_str(), 1);
  const Ended from_nowhere = workshop.run();
  ::unsetenv("MUTLUA_LUA_DIR");
  EXPECT_EQ(from_source.status, 0) << from_source.err;
  EXPECT_NE(from_nowhere.status, 0);
}

TEST(Run, RefusesANumberThatIsNotFinite) {
  Workshop workshop;
  workshop.script(
      "local mut = require 'mutlua'\nmut.options { n = { default = 1, help = 'n' } }\n");
  EXPECT_EQ(workshop.run({"--n", "2"}).status, 0);
  for (const char* value : {"nan", "inf", "-inf"}) {
    const Ended ended = workshop.run({"--n", value});
    EXPECT_EQ(ended.status, 2) << value;
    EXPECT_TRUE(holds(ended.err, "--n: expected a number")) << ended.err;
  }
}

TEST(Plan, HasStatusOneIfATrainingScriptIsMissing) {
  Workshop workshop;
  workshop.script(study(kA));
  EXPECT_EQ(workshop.mutlua({"plan", "study.lua"}).status, 0);
  workshop.catalogue(workshop.repository("absent.sh"));
  const Ended ended = workshop.mutlua({"plan", "study.lua"});
  EXPECT_EQ(ended.status, 1);
  EXPECT_TRUE(holds(ended.err, "absent.sh")) << ended.err;
  EXPECT_EQ(workshop.mutlua({"plan", "study.lua", "--json"}).status, 1);
}

TEST(Plan, KnowsNoSeedBeforeItIsGivenOrDrawn) {
  Workshop workshop;
  workshop.script(study(kA));
  const auto seed = [&](std::vector<std::string> more) {
    more.insert(more.begin(), {"plan", "study.lua", "--json"});
    return parse_json(workshop.mutlua(more).out, "plan").at("seed");
  };
  EXPECT_TRUE(seed({}).is_null());
  EXPECT_EQ(seed({"--seed", "5"}), 5);
  EXPECT_TRUE(holds(workshop.mutlua({"plan", "study.lua"}).out, "drawn at the first run"));
  ASSERT_EQ(workshop.run().status, 0);
  EXPECT_TRUE(seed({}).is_number());
  EXPECT_FALSE(holds(workshop.mutlua({"plan", "study.lua"}).out, "provisional"));
}

TEST(Translate, GivesAScriptThatPlansTheTrialsOfTheSettings) {
  Workshop workshop;
  workshop.folder.write("old.json", R"json({"experiment_name": "old", "odd_key": 1, "experiments": [
    {"repo": "test", "model": "a", "mutate": ["learning_rate"], "runs_per_config": 3, "note": "]] print(1)"}]})json");
  const Ended translated = workshop.mutlua({"translate", "old.json", "-o", "study.lua"});
  EXPECT_EQ(translated.status, 0) << translated.err;
  EXPECT_TRUE(holds(translated.err, "odd_key")) << translated.err;
  const Ended planned = workshop.mutlua({"plan", "study.lua", "--json", "--seed", "1"});
  ASSERT_EQ(planned.status, 0) << planned.err;
  EXPECT_EQ(parse_json(planned.out, "plan").at("trials").size(), 3u);
  EXPECT_EQ(workshop.mutlua({"translate", "old.json", "-o", "study.lua"}).status, 2);
}

TEST(Translate, EndsWithOneIfAnExperimentHadToBeLeftOut) {
  Workshop workshop;
  workshop.folder.write("old.json", R"({"experiments": [
    {"repo": "no", "model": "such", "mutate": ["epochs"]}, {"repo": "test", "model": "a"}]})");
  const Ended translated = workshop.mutlua({"translate", "old.json"});
  EXPECT_EQ(translated.status, 1) << translated.err;
  EXPECT_TRUE(holds(translated.err, "experiments[0]")) << translated.err;
}

}  // namespace
}  // namespace mutlua
