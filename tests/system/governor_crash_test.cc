// SPDX-License-Identifier: MIT
// Whoever dies, and however: the governor is put back.
#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <optional>

#include "base/files.h"
#include "system/cpufreq_tree.h"
#include "system/governor.h"
#include "system/guardian.h"

namespace mutlua {
namespace {

constexpr int kLongMilliseconds = 60000;

// A process that is not our child, so that its end can be waited for.
class Watched {
 public:
  explicit Watched(pid_t pid) : file_(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0))) {}

  bool ends() const {
    pollfd end{file_.number(), POLLIN, 0};
    return file_ && ::poll(&end, 1, kLongMilliseconds) == 1;
  }

 private:
  Descriptor file_;
};

// A runner, in a process of its own so that it can be killed, that has set the governor.
class KilledGovernorKeeper : public ::testing::Test {
 protected:
  void SetUp() override {
    tree_.policy(0, "powersave").policy(1, "schedutil");
    ::setenv("MUTLUA_PROC_ROOT", tree_.folders().proc.c_str(), 1);
    ::setenv("MUTLUA_SYSFS_ROOT", tree_.folders().sys.c_str(), 1);
    ::setenv("MUTLUA_LOCK_DIR", tree_.locks().c_str(), 1);
    std::fflush(nullptr);  // else what is buffered might be written twice
    int ends[2];
    ASSERT_EQ(::pipe(ends), 0);
    runner_ = ::fork();
    if (runner_ == 0) be_runner(ends[1]);
    ::close(ends[1]);
    ASSERT_EQ(::read(ends[0], &guardian_, sizeof guardian_), ssize_t{sizeof guardian_});
    ::close(ends[0]);
    watched_runner_.emplace(runner_);
    watched_guardian_.emplace(guardian_);
    ASSERT_EQ(tree_.governor(1), "performance");
  }

  void TearDown() override {
    ::kill(runner_, SIGKILL);
    ::waitpid(runner_, nullptr, 0);
    guardian_ends();  // before its tree goes
    for (const char* each : {"MUTLUA_PROC_ROOT", "MUTLUA_SYSFS_ROOT", "MUTLUA_LOCK_DIR"}) {
      ::unsetenv(each);
    }
  }

  [[noreturn]] static void be_runner(int report) {
    const Guardian guardian = Guardian::fork({.use_cgroups = false});
    GovernorKeeper keeper(guardian.socket());
    keeper.set("performance");
    const pid_t pid = guardian.pid();
    (void)!::write(report, &pid, sizeof pid);
    while (true) ::pause();
  }

  bool runner_ends() const { return watched_runner_->ends(); }
  bool guardian_ends() const { return watched_guardian_ && watched_guardian_->ends(); }

  void expect_put_back() const {
    EXPECT_EQ(tree_.governor(0), "powersave");
    EXPECT_EQ(tree_.governor(1), "schedutil");
    EXPECT_FALSE(std::filesystem::exists(tree_.note()));
  }

  CpufreqTree tree_;
  pid_t runner_ = -1;
  pid_t guardian_ = -1;
  std::optional<Watched> watched_runner_, watched_guardian_;
};

TEST_F(KilledGovernorKeeper, IsFollowedByTheGuardianThatPutsItBack) {
  ::kill(runner_, SIGKILL);
  ASSERT_TRUE(guardian_ends());
  expect_put_back();
}

TEST_F(KilledGovernorKeeper, IsFollowedByAGuardianThatHasNotReadYetWhatToPutBack) {
  ::kill(guardian_, SIGSTOP);
  ::kill(runner_, SIGKILL);
  ASSERT_TRUE(runner_ends());
  ::kill(guardian_, SIGCONT);
  ASSERT_TRUE(guardian_ends());
  expect_put_back();
}

TEST_F(KilledGovernorKeeper, IsPutRightByTheGuardianWithoutTheNote) {
  std::filesystem::remove(tree_.note());
  ::kill(runner_, SIGKILL);
  ASSERT_TRUE(guardian_ends());
  expect_put_back();
}

TEST_F(KilledGovernorKeeper, DoesNotUndoWhatSomebodyElseHasSet) {
  tree_.set(0, "userspace");
  ::kill(runner_, SIGKILL);
  ASSERT_TRUE(guardian_ends());
  EXPECT_EQ(tree_.governor(0), "userspace");
  EXPECT_EQ(tree_.governor(1), "schedutil");
}

TEST_F(KilledGovernorKeeper, KilledWithItsGuardianIsPutRightByTheNextStart) {
  ::kill(guardian_, SIGSTOP);
  ::kill(runner_, SIGKILL);
  ::kill(guardian_, SIGKILL);
  ASSERT_TRUE(runner_ends());
  ASSERT_TRUE(guardian_ends());
  EXPECT_EQ(tree_.governor(0), "performance");
  const Guardian next = Guardian::fork({.use_cgroups = false});
  EXPECT_EQ(next.notes().size(), 1u);
  expect_put_back();
}

TEST_F(KilledGovernorKeeper, IsLeftAloneWhileItLives) {
  const Guardian next = Guardian::fork({.use_cgroups = false});
  EXPECT_TRUE(next.notes().empty());
  EXPECT_EQ(tree_.governor(0), "performance");
}

TEST(GovernorKeeper, ThatHasPutItBackLeavesTheGuardianNothingToDo) {
  CpufreqTree tree;
  tree.policy(0, "powersave");
  ::setenv("MUTLUA_SYSFS_ROOT", tree.folders().sys.c_str(), 1);
  {
    const Guardian guardian = Guardian::fork({.use_cgroups = false});
    GovernorKeeper keeper(guardian.socket(), tree.folders(), tree.locks());
    keeper.set("performance");
    keeper.restore();
    tree.set(0, "performance");  // somebody likes it
  }
  ::unsetenv("MUTLUA_SYSFS_ROOT");
  EXPECT_EQ(tree.governor(0), "performance");
}

}  // namespace
}  // namespace mutlua
