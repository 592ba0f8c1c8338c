// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <csignal>

#include "cli/fake_machine.h"

namespace mutlua {
namespace {

std::vector<std::string> shell(const std::string& text) { return {"sh", "-c", text}; }

/// `mutlua measure OPTIONS -- COMMAND`
Ended measure(FakeMachine& machine, std::vector<std::string> options,
              const std::vector<std::string>& command) {
  options.insert(options.begin(), "measure");
  options.emplace_back("--");
  options.insert(options.end(), command.begin(), command.end());
  return machine.mutlua(options);
}

Json document_of(const Ended& ended) { return parse_json(ended.out, "measure --json"); }

TEST(Measure, TellsWhatTheCountersGainedInEachRun) {
  FakeMachine machine;
  const Ended ended = measure(machine, {"-r", "2", "--json"},
                              shell("read j < $ENERGY_UJ; echo $((j + 4500000)) 1<> $ENERGY_UJ; "
                                    "sleep 0.5; echo said"));
  ASSERT_EQ(ended.status, 0) << ended.err;
  EXPECT_NE(ended.err.find("said\n"), std::string::npos);  // standard output is one document
  const Json document = document_of(ended);
  const Json& summary = document.at("summary");
  EXPECT_DOUBLE_EQ(summary.at("cpu_joules").at("mean").get<double>(), 4.5);
  EXPECT_DOUBLE_EQ(summary.at("cpu_joules").at("sd").get<double>(), 0);
  EXPECT_EQ(summary.at("cpu_joules").at("n"), 2);
  // of half a second: a busy machine sees the ends of the window late
  EXPECT_NEAR(summary.at("gpu_watts").at("mean").get<double>(), 300, 30);
  EXPECT_GE(summary.at("seconds").at("min").get<double>(), 0.5);
  const Json& run = document.at("runs").at(1);
  EXPECT_NEAR(run.at("total_joules").get<double>(), run.at("gpu_joules").get<double>() + 4.5, 1e-9);
  EXPECT_EQ(document.at("status"), 0);
  EXPECT_TRUE(document.at("quality").at("energy").is_string());
}

TEST(Measure, LeavesTheStreamsToTheCommand) {
  FakeMachine machine;
  const Ended ended = measure(machine, {}, shell("echo result; echo complaint >&2"));
  EXPECT_EQ(ended.out, "result\n");
  EXPECT_TRUE(ended.err.starts_with("complaint\n")) << ended.err;
  EXPECT_NE(ended.err.find("GPU"), std::string::npos);
}

TEST(Measure, EndsWithTheStatusOfTheCommand) {
  FakeMachine machine;
  EXPECT_EQ(measure(machine, {}, shell("exit 7")).status, 7);
  EXPECT_EQ(measure(machine, {}, shell("kill -TERM $$")).status, 143);
  EXPECT_EQ(measure(machine, {}, {"no-such-program"}).status, 127);
  EXPECT_EQ(measure(machine, {}, {"/no/such/program"}).status, 127);
  EXPECT_EQ(measure(machine, {}, {machine.workshop.folder.path().string()}).status, 126);
  EXPECT_EQ(measure(machine, {}, {}).status, 2);
}

TEST(Measure, StopsAfterARunThatFails) {
  FakeMachine machine;
  const Ended ended =
      measure(machine, {"-r", "5", "--json"}, shell("test -e failed && exit 3; touch failed"));
  EXPECT_EQ(ended.status, 3);
  const Json document = document_of(ended);
  EXPECT_EQ(document.at("runs").size(), 2u);
  EXPECT_EQ(document.at("summary").at("seconds").at("n"), 1);
  EXPECT_EQ(document.at("ended_early"), "run 2 failed: exit status 3");
}

TEST(Measure, GivesNoMeanOfARunThatFailed) {
  FakeMachine machine;
  const Json document = document_of(measure(machine, {"--json"}, shell("exit 3")));
  EXPECT_EQ(document.at("succeeded"), 0);
  for (const auto& [name, spread] : document.at("summary").items()) {
    EXPECT_TRUE(spread.is_null()) << name;
    EXPECT_EQ(document.at("unavailable").at(name), "no run succeeded");
  }
  EXPECT_EQ(document.at("runs").at(0).at("quality").at("performance"), "invalid");
  EXPECT_EQ(document.at("quality").at("performance"), "invalid");
  const Ended told = measure(machine, {}, shell("exit 3"));
  EXPECT_NE(told.err.find(": 0 of 1 run\n"), std::string::npos) << told.err;
  EXPECT_NE(told.err.find("no run succeeded"), std::string::npos) << told.err;
  EXPECT_EQ(told.err.find("mean"), std::string::npos) << told.err;
}

TEST(Measure, SaysHowManyOfTheRunsTheMeanIsOf) {
  FakeMachine machine;
  const Ended ended =
      measure(machine, {"-r", "3"}, shell("test -e failed && exit 3; touch failed"));
  EXPECT_NE(ended.err.find(": 1 of 3 runs\n"), std::string::npos) << ended.err;
  EXPECT_NE(ended.err.find("exit.nonzero"), std::string::npos) << ended.err;
}

TEST(Measure, TakesARunThatLeavesProcessesForInvalid) {
  FakeMachine machine;
  const Json document = document_of(measure(machine, {"--json"}, shell("sleep 60 &")));
  EXPECT_EQ(document.at("succeeded"), 1);
  EXPECT_EQ(document.at("quality").at("performance"), "invalid");
  EXPECT_NE(document.at("quality").at("flags").dump().find("process.stray"), std::string::npos);
}

TEST(Measure, SaysThatSomebodyElseHadTheGpuOpen) {
  FakeMachine machine(Json::array({{{"power", 90}, {"processes", {{{"pid", 4711}}}}}}));
  const Json document = document_of(measure(machine, {"--json"}, {"true"}));
  EXPECT_NE(document.at("quality").at("flags").dump().find("gpu.other_process"), std::string::npos);
}

TEST(Measure, WarmsUpWithoutMeasuring) {
  FakeMachine machine;
  const Ended ended = measure(machine, {"-w", "2", "--json"}, shell("echo run >> runs"));
  EXPECT_EQ(machine.workshop.folder.read("runs"), "run\nrun\nrun\n");
  EXPECT_EQ(document_of(ended).at("runs").size(), 1u);
  EXPECT_EQ(document_of(ended).at("warmups"), 2);
}

TEST(Measure, SaysWhyAFigureIsUnknownAndNeverGivesZeroForIt) {
  FakeMachine machine;
  const Variable sys("MUTLUA_SYSFS_ROOT", (machine.workshop.folder / "none").string());
  const Variable nvml("MUTLUA_NVML", (machine.workshop.folder / "no-nvml.so").string());
  const Ended ended = measure(machine, {"--json"}, {"true"});
  ASSERT_EQ(ended.status, 0) << ended.err;
  const Json document = document_of(ended);
  std::vector<std::string> found;
  find_energies(document, "", found);
  EXPECT_TRUE(found.empty()) << found.front();
  EXPECT_NE(document.at("unavailable").at("gpu_joules").get<std::string>(), "");
  EXPECT_NE(document.at("unavailable").at("cpu_joules").get<std::string>(), "");
  EXPECT_TRUE(document.at("quality").at("energy").is_null());
}

TEST(Measure, GivesTheCommandTheChosenGpuAndCountsOnlyIts) {
  FakeMachine machine(Json::array({{{"power", 100}}, {{"power", 400}}}));
  const Ended ended =
      measure(machine, {"--gpus", "1", "--json"}, shell("echo $CUDA_VISIBLE_DEVICES; sleep 0.4"));
  ASSERT_EQ(ended.status, 0) << ended.err;
  EXPECT_NE(ended.err.find(FakeMachine::kSecond), std::string::npos) << ended.err;
  EXPECT_NEAR(document_of(ended).at("summary").at("gpu_watts").at("mean").get<double>(), 400, 4);
  EXPECT_EQ(measure(machine, {"--gpus", "7"}, {"true"}).status, 2);
}

TEST(Measure, KeepsTracesThatGiveTheSameEnergyAgain) {
  FakeMachine machine;
  const Ended ended = measure(machine, {"-r", "2", "--keep-trace", "kept"},
                              shell("echo 2000000 1<> $ENERGY_UJ; sleep 0.3"));
  ASSERT_EQ(ended.status, 0) << ended.err;
  for (const char* run : {"kept/run_001", "kept/run_002"}) {
    const Ended again = machine.mutlua({"recompute", run});
    EXPECT_EQ(again.status, 0) << again.out << again.err;
    EXPECT_NE(again.out.find("values agree"), std::string::npos) << again.out;
  }
  const Ended whole = machine.mutlua({"recompute", "kept"});
  EXPECT_EQ(whole.status, 2);
  EXPECT_NE(whole.err.find("name one of run_001 ... run_002"), std::string::npos) << whole.err;
  EXPECT_EQ(measure(machine, {"--keep-trace", "kept"}, {"true"}).status, 2);  // is not empty
}

TEST(Measure, RefusesAMachineThatIsInUseUnlessItIsToBeShared) {
  FakeMachine machine;
  const pid_t first = machine.start(
      {"measure", "--", "sh", "-c", "touch begun; until test -e end; do sleep 0.05; done"});
  ASSERT_TRUE(Workshop::eventually(
      [&] { return std::filesystem::exists(machine.workshop.folder / "begun"); }));
  const Ended refused = measure(machine, {}, {"true"});
  EXPECT_EQ(refused.status, 3);
  EXPECT_NE(refused.err.find("--share-machine"), std::string::npos) << refused.err;
  const Ended shared = measure(machine, {"--share-machine", "--json"}, {"true"});
  EXPECT_EQ(shared.status, 0) << shared.err;
  EXPECT_EQ(document_of(shared).at("shared_machine"), true);
  EXPECT_NE(shared.out.find("machine.shared"), std::string::npos) << shared.out;
  EXPECT_EQ(refused.out.find("machine.shared"), std::string::npos);
  EXPECT_EQ(document_of(shared).at("quality").at("performance"), "suspect");
  machine.workshop.folder.write("end", "");
  EXPECT_EQ(machine.workshop.wait(first).status, 0);
}

TEST(Measure, KillsTheTreeWhenInterruptedAndTellsWhatItHas) {
  FakeMachine machine;
  const pid_t runner =
      machine.start({"measure", "-r", "9", "--json", "--", "sh", "-c",
                     "if test -e once; then touch twice; sleep 60 & sleep 60; fi; touch once"});
  ASSERT_TRUE(Workshop::eventually(
      [&] { return std::filesystem::exists(machine.workshop.folder / "twice"); }));
  ::kill(runner, SIGINT);
  const Ended ended = machine.workshop.wait(runner);
  EXPECT_EQ(ended.status, 130) << ended.err;
  EXPECT_TRUE(machine.workshop.nothing_alive());
  const Json document = document_of(ended);
  EXPECT_EQ(document.at("runs").size(), 2u);
  EXPECT_EQ(document.at("runs").at(1).at("interrupted"), true);
  EXPECT_EQ(document.at("summary").at("seconds").at("n"), 1);
}

}  // namespace
}  // namespace mutlua
