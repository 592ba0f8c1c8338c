// SPDX-License-Identifier: MIT
// What is told of a tree that has ended.
#include "system/guarded.h"

namespace mutlua {
namespace {

class ExitTest : public Guarded {};
MUTLUA_BOTH_CONTAINMENTS(ExitTest);

TEST_P(ExitTest, TellsTheExitCode) {
  const Exit exit = run("exit 7");
  EXPECT_EQ(exit.exit_code, 7);
  EXPECT_FALSE(exit.signal);
  EXPECT_EQ(exit.failure, "");
  EXPECT_EQ(exit.strays, 0);
}

TEST_P(ExitTest, TellsTheSignal) {
  const Exit exit = run("kill -SEGV $$");
  EXPECT_EQ(exit.signal, SIGSEGV);
  EXPECT_FALSE(exit.exit_code);
}

TEST_P(ExitTest, IsAfterTheStart) {
  const Instant before = after(Seconds(0));
  const Started started = start("true");
  const Exit exit = exit_of(started.id);
  EXPECT_LE(before, started.at);
  EXPECT_LT(started.at, exit.at);
  EXPECT_LE(exit.at, after(Seconds(0)));
}

TEST_P(ExitTest, CountsTheTimeAndMemoryOfTheWholeTree) {
  const Exit exit = run("sh -c 'i=0; while [ $i -lt 50000 ]; do i=$((i+1)); done'; true");
  EXPECT_GT(exit.cpu_time, Seconds(0));
  EXPECT_GT(exit.peak_memory_bytes, 100'000);
}

TEST_P(ExitTest, ComesForEachOfManyTrees) {
  std::vector<Started> all;
  all.reserve(10);
  for (int i = 0; i < 10; ++i) {
    all.push_back(processes_.start(
        shell(folder_, until("go") + "exit " + std::to_string(i), "log" + std::to_string(i))));
  }
  folder_.write("go", "");
  std::map<ProcessId, int> codes;
  while (codes.size() < all.size()) {
    const Event event = processes_.wait(after(kLong));
    ASSERT_FALSE(std::holds_alternative<Deadline>(event));
    if (const auto* exit = std::get_if<Exit>(&event))
      codes[exit->id] = exit->exit_code.value_or(-1);
  }
  for (int i = 0; i < 10; ++i) EXPECT_EQ(codes[all[i].id], i);
}

TEST_P(ExitTest, WaitsForWorkersThatEndWithTheRoot) {
  const Exit exit = run("mkfifo pipe; (cat pipe; echo worker) & exec 9> pipe; exit 0");
  EXPECT_EQ(exit.strays, 0);
  EXPECT_EQ(exit.exit_code, 0);
  EXPECT_EQ(log(), "worker\n");
}

TEST_P(ExitTest, CountsAndKillsWhatOutlivesTheRoot) {
  const Exit exit = run(daemon("daemon") + "exit 4");
  EXPECT_EQ(exit.exit_code, 4);
  EXPECT_EQ(exit.strays, 1);
  const auto stray = process_entry(pid_in(folder_ / "daemon"));
  EXPECT_FALSE(stray && stray->alive());
}

TEST_P(ExitTest, LeavesNoCgroupBehind) {
  run("cat /proc/self/cgroup");
  const std::string text = log();
  const auto group = text.find("/mutlua.");
  ASSERT_EQ(group != std::string::npos, GetParam());
  if (!GetParam()) return;
  const std::string name = text.substr(group, text.find('\n', group) - group);
  EXPECT_FALSE(std::filesystem::exists("/sys/fs/cgroup" + name));
  EXPECT_FALSE(std::filesystem::exists("/sys/fs/cgroup/unified" + name));
}

}  // namespace
}  // namespace mutlua
