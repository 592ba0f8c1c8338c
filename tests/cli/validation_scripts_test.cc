// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "cli/fake_machine.h"

namespace mutlua {
namespace {

const std::string kSource = MUTLUA_SOURCE_FOLDER;
const std::string kOutOfMemory = "echo CUDA out of memory >&2; exit 1";

Json digits() { return read_json(kSource + "/settings/digits.json"); }

void use(Workshop& workshop, const Json& catalogue) {
  workshop.folder.write("catalogue.json", catalogue.dump());
}

Ended run_script(Workshop& workshop, const std::string& name, std::vector<std::string> more = {}) {
  more.insert(more.begin(), {"run", kSource + "/scripts/" + name, "--cooldown", "0"});
  return workshop.mutlua(more);
}

/// How many lines of the text end so.
int lines_ending(const std::string& text, const std::string& end) {
  int count = 0;
  for (std::size_t at = text.find(end + "\n"); at != std::string::npos;
       at = text.find(end + "\n", at + 1)) {
    ++count;
  }
  return count;
}

TEST(ParallelFeasibility, JudgesItsTwelvePairsWithoutAGpuWhoseMemoryItKnows) {
  Workshop workshop;
  use(workshop, digits());
  const Ended ended = run_script(workshop, "parallel_feasibility.lua");
  ASSERT_EQ(ended.status, 0) << ended.err;
  EXPECT_EQ(workshop.records().size(), 12u);
  EXPECT_EQ(lines_ending(ended.out, "unknown  unknown  unknown"), 12) << ended.out;
  EXPECT_NE(ended.out.find("12 of 12 pairs are feasible, 0 are known to be stable"),
            std::string::npos)
      << ended.out;
  EXPECT_EQ(workshop.folder.read("stable_pairs.txt"), "");
}

/// The verdict on the first pair, on a card of 8 GB of which so much is used.
std::string verdict_with(double used_bytes, int expected_status) {
  FakeMachine machine(Json::array(
      {{{"power", 80}, {"memory_bytes", 8'000'000'000}, {"memory_used_bytes", used_bytes}}}));
  use(machine.workshop, digits());
  const Ended ended = run_script(machine.workshop, "parallel_feasibility.lua", {"--pairs", "1"});
  EXPECT_EQ(ended.status, expected_status) << ended.err;
  const std::size_t end = ended.out.find("\n1 of 1") != std::string::npos
                              ? ended.out.find("\n1 of 1")
                              : ended.out.find("\n0 of 1");
  EXPECT_NE(end, std::string::npos) << ended.out;
  const std::string row = ended.out.substr(0, end);
  return row.substr(row.find("~1300")) + "|" + machine.workshop.folder.read("stable_pairs.txt");
}

TEST(ParallelFeasibility, ClassesPairsByTheMemoryThatTheyUse) {
  EXPECT_EQ(verdict_with(2.5e9, 0),
            "~1300     2500     31 %  stable|pytorch_resnet_cifar10/resnet20 examples/mnist_ff\n");
  EXPECT_EQ(verdict_with(3e9, 0), "~1300     3000     38 %  usable|");
  EXPECT_EQ(verdict_with(4.1e9, 0), "~1300     4100     51 %  risky|");
  EXPECT_EQ(verdict_with(7.6e9, 1), "~1300     7600     95 %  failed|");
}

TEST(ParallelFeasibility, PassesWithOnePairOfTwelveThatRunsOutOfMemory) {
  Workshop workshop;
  Json catalogue = digits();
  catalogue["models"]["VulBERTa"]["models"]["cnn"]["command"] = {"sh", "-c", kOutOfMemory};
  use(workshop, catalogue);
  const Ended ended = run_script(workshop, "parallel_feasibility.lua", {"--settle", "0"});
  EXPECT_EQ(ended.status, 0) << ended.err;
  EXPECT_NE(ended.out.find("11 of 12 pairs are feasible"), std::string::npos) << ended.out;
  EXPECT_NE(ended.out.find("OUT"), std::string::npos) << ended.out;
}

TEST(ParallelFeasibility, FailsWithMore) {
  Workshop workshop;
  Json catalogue = digits();
  catalogue["models"]["Person_reID_baseline_pytorch"]["models"]["pcb"]["command"] = {"sh", "-c",
                                                                                     kOutOfMemory};
  use(workshop, catalogue);
  const Ended ended = run_script(workshop, "parallel_feasibility.lua", {"--settle", "0"});
  EXPECT_EQ(ended.status, 1) << ended.err;
  EXPECT_NE(ended.out.find("8 of 12 pairs are feasible"), std::string::npos) << ended.out;
}

TEST(ParallelFeasibility, GivesItsStablePairsToTheConcurrentStudy) {
  Workshop workshop;
  use(workshop, digits());
  workshop.folder.write("pairs.txt",
                        "pytorch_resnet_cifar10/resnet20 examples/mnist_ff\n"
                        "VulBERTa/mlp examples/mnist\n");
  const Ended ended = workshop.mutlua({"plan", kSource + "/scripts/concurrent_study.lua", "--from",
                                       "pairs.txt", "--json", "--seed", "1"});
  ASSERT_EQ(ended.status, 0) << ended.err;
  const Json plan = parse_json(ended.out, "plan");
  EXPECT_EQ(plan.at("totals").at("trials"), 22);
  EXPECT_EQ(plan.at("trials")[0].at("foreground").at("model").get<std::string>().substr(0, 9),
            "examples/");
}

TEST(QuickValidation, TrainsElevenModelsAloneAndBesideACompanion) {
  Workshop workshop;
  use(workshop, digits());
  const Ended ended = run_script(workshop, "quick_validation.lua");
  ASSERT_EQ(ended.status, 0) << ended.err;
  int beside = 0;
  for (const Json& record : workshop.records()) beside += record.contains("background") ? 1 : 0;
  EXPECT_EQ(workshop.records().size(), 22u);
  EXPECT_EQ(beside, 11);
  EXPECT_EQ(lines_ending(ended.out, "Everything works."), 1) << ended.out;
}

TEST(QuickValidation, NamesWhatDoesNotWork) {
  Workshop workshop;
  Json catalogue = digits();
  catalogue["models"]["examples"]["models"]["siamese"]["command"] = {"sh", "-c", kOutOfMemory};
  use(workshop, catalogue);
  const Ended ended = run_script(workshop, "quick_validation.lua", {"--which", "11"});
  EXPECT_EQ(ended.status, 1) << ended.err;
  EXPECT_NE(ended.out.find("FAILED: "), std::string::npos) << ended.out;
  EXPECT_EQ(lines_ending(ended.out, "2 trials do not work."), 1) << ended.out;
}

TEST(StudyVerdict, IsTheExitStatusWhateverBecameOfTheTrials) {
  Workshop workshop;
  workshop.train("train.sh", "exit 1\n");
  const auto script = [&](const char* passed) {
    workshop.script(std::string(R"(
      local mut = require "mutlua"
      local study = mut.study { name = "judged" }
      study:add { foreground = mut.model "test/a" }
      study:run()
      study:verdict()") +
                    passed + R"(, "so it is"))");
  };
  script("true");
  const Ended passed = workshop.run();
  EXPECT_EQ(passed.status, 0) << passed.err;
  EXPECT_EQ(passed.out, "so it is\n");
  const Ended rehearsed = workshop.mutlua({"plan", "study.lua"});
  EXPECT_EQ(rehearsed.out.find("so it is"), std::string::npos) << rehearsed.out;
  script("false");
  EXPECT_EQ(workshop.run().status, 1);
}

TEST(StudyVerdict, IsNotPassedWithoutASingleTrial) {
  Workshop workshop;
  workshop.script(R"(
    local mut = require "mutlua"
    local study = mut.study { name = "judged" }
    study:verdict(#study:run() == 0, "Everything works."))");
  const Ended ended = workshop.run();
  EXPECT_EQ(ended.status, 1) << ended.err;
  EXPECT_EQ(ended.out, "No verdict: nothing was measured.\n");
}

}  // namespace
}  // namespace mutlua
