// SPDX-License-Identifier: MIT
// Whoever dies, and however: nothing that a study has started stays behind.
#include <sys/wait.h>
#include <unistd.h>

#include "system/guarded.h"
#include "system/lock.h"

namespace mutlua {
namespace {

class GuardianTest : public Guarded {
 protected:
  // A training whose daemon is hard to catch.
  Started start_with_daemon(const std::string& file) {
    return processes_.start(shell(folder_, daemon(file) + until("never"), "log-" + file));
  }

  bool is_dead(const std::string& file) {
    const auto entry = process_entry(pid_in(folder_ / file));
    return !entry || !entry->alive();
  }

  void expect_supervision_is_lost() {
    try {
      while (!std::holds_alternative<Deadline>(processes_.wait(after(kLong)))) continue;
      FAIL() << "nobody noticed";
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::internal);
    }
  }
};
MUTLUA_BOTH_CONTAINMENTS(GuardianTest);

TEST_P(GuardianTest, IgnoresWhatATerminalSends) {
  const Started started = start(until("go") + "exit 3");
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) ::kill(processes_.guardian_pid(), signal);
  folder_.write("go", "");
  EXPECT_EQ(exit_of(started.id).exit_code, 3);
  EXPECT_EQ(::getsid(processes_.guardian_pid()), processes_.guardian_pid());
}

TEST_P(GuardianTest, IsMissedByTheRunnerWhenNothingIsLeft) {
  const Started started = start_with_daemon("daemon");
  pid_in(folder_ / "daemon");
  ::kill(processes_.guardian_pid(), SIGKILL);
  expect_supervision_is_lost();
  EXPECT_TRUE(is_dead("daemon"));
  EXPECT_FALSE(process_entry(started.pid));
  EXPECT_THROW(start("true"), Error);
}

TEST_P(GuardianTest, IsMissedByTheRunnerWhenTheKeepersDieWithIt) {
  const Started started = start_with_daemon("daemon");
  pid_in(folder_ / "daemon");
  const pid_t keeper = parent_of(started.pid);
  ::kill(processes_.guardian_pid(), SIGSTOP);
  ::kill(keeper, SIGKILL);
  ::kill(processes_.guardian_pid(), SIGKILL);
  expect_supervision_is_lost();
  EXPECT_TRUE(is_dead("daemon"));
}

TEST_P(GuardianTest, EndsTheTreeOfAKilledKeeperAndNoOther) {
  const Started other = processes_.start(shell(folder_, until("go") + "exit 6", "other"));
  const Started started = start_with_daemon("daemon");
  pid_in(folder_ / "daemon");
  ::kill(parent_of(started.pid), SIGKILL);
  EXPECT_EQ(exit_of(started.id).failure, "the keeper of this training was killed");
  EXPECT_TRUE(is_dead("daemon"));
  folder_.write("go", "");
  EXPECT_EQ(exit_of(other.id).exit_code, 6);
}

// A study in a process of its own, so that it can be killed.
class KilledRunner : public ::testing::TestWithParam<bool> {
 protected:
  void SetUp() override {
    ::setenv("MUTLUA_LOCK_DIR", folder_.path().c_str(), 1);
    runner_ = ::fork();
    if (runner_ == 0) be_runner();
    ASSERT_TRUE(appears(folder_ / "runner")) << "the runner did not start";
    std::ifstream(folder_ / "runner") >> guardian_ >> root_ >> containment_;
    if (GetParam() && containment_ != "cgroup") {
      ::kill(runner_, SIGKILL);
      GTEST_SKIP() << "no cgroup v2 is writable here";
    }
    keeper_ = parent_of(root_);
    daemon_ = pid_in(folder_ / "daemon");
  }

  void TearDown() override {
    ::waitpid(runner_, nullptr, 0);
    ::unsetenv("MUTLUA_LOCK_DIR");
  }

  [[noreturn]] void be_runner() {
    MachineLock lock;
    StopSignals signals;
    GuardedProcesses processes(
        Guardian::fork({.lock = lock.descriptor(), .use_cgroups = GetParam()}), signals);
    const Started started = processes.start(shell(folder_, daemon("daemon") + until("never")));
    folder_.write("runner.new", std::to_string(processes.guardian_pid()) + " " +
                                    std::to_string(started.pid) + " " + processes.containment());
    std::filesystem::rename(folder_ / "runner.new", folder_ / "runner");
    while (true) processes.wait(after(kLong));
  }

  void expect_nothing_is_left() {
    for (const pid_t pid : {daemon_, root_, keeper_, guardian_}) EXPECT_TRUE(dies(pid)) << pid;
    EXPECT_NO_THROW(MachineLock{}) << "the lock is still held";
  }

  TempFolder folder_;
  pid_t runner_ = -1, guardian_ = -1, keeper_ = -1, root_ = -1, daemon_ = -1;
  std::string containment_;
};
MUTLUA_BOTH_CONTAINMENTS(KilledRunner);

TEST_P(KilledRunner, IsSurvivedByNothing) {
  ::kill(runner_, SIGKILL);
  expect_nothing_is_left();
}

TEST_P(KilledRunner, IsSurvivedByNothingWhenTheGuardianDiesWithIt) {
  ::kill(guardian_, SIGSTOP);
  ::kill(runner_, SIGKILL);
  ::kill(guardian_, SIGKILL);
  expect_nothing_is_left();
}

TEST_P(KilledRunner, IsSurvivedByNothingWhenTheKeepersHang) {
  ::kill(keeper_, SIGSTOP);
  ::kill(runner_, SIGKILL);
  expect_nothing_is_left();
}

TEST_P(KilledRunner, HoldsTheMachineUntilItsTreesAreGone) {
  ::kill(keeper_, SIGSTOP);
  ::kill(guardian_, SIGSTOP);
  ::kill(runner_, SIGKILL);
  ASSERT_TRUE(dies(runner_));
  EXPECT_THROW(MachineLock(false, Seconds(0)), Error);
  EXPECT_FALSE(running_holder());
  ::kill(guardian_, SIGCONT);
  expect_nothing_is_left();
}

TEST(Guardian, IsGoneWithItsObject) {
  pid_t pid = 0;
  {
    const Guardian guardian = Guardian::fork();
    pid = guardian.pid();
    EXPECT_TRUE(process_entry(pid)->alive());
  }
  EXPECT_FALSE(process_entry(pid));
}

}  // namespace
}  // namespace mutlua
