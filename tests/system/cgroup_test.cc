// SPDX-License-Identifier: MIT
#include "system/cgroup.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "system/guarded.h"

namespace mutlua {
namespace {

namespace fs = std::filesystem;

TEST(Cgroup, IsFoundOnAUnifiedHierarchy) {
  EXPECT_EQ(cgroup_folder("24 1 0:21 / /proc rw - proc proc rw\n"
                          "30 23 0:26 / /sys/fs/cgroup rw,nosuid shared:4 - cgroup2 cgroup2 rw\n",
                          "0::/user.slice/user-1000.slice\n"),
            "/sys/fs/cgroup/user.slice/user-1000.slice");
}

TEST(Cgroup, IsFoundOnAHybridHierarchy) {
  EXPECT_EQ(cgroup_folder("32 31 0:29 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu\n"
                          "41 31 0:38 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw\n",
                          "1:cpu:/some\n0::/\n"),
            "/sys/fs/cgroup/unified");
}

TEST(Cgroup, IsFoundBelowThePartThatIsMounted) {
  EXPECT_EQ(cgroup_folder("41 31 0:38 /docker/12 /sys/fs/my\\040cgroup rw - cgroup2 none rw\n",
                          "0::/docker/12/inner\n"),
            "/sys/fs/my cgroup/inner");
}

TEST(Cgroup, IsAbsentWithoutVersionTwo) {
  EXPECT_FALSE(
      cgroup_folder("32 31 0:29 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw\n", "1:cpu:/\n"));
  EXPECT_FALSE(cgroup_folder("41 31 0:38 / /cg rw - cgroup2 none rw\n", "0::/../outside\n"));
  EXPECT_FALSE(cgroup_folder("", ""));
}

// A group like those that Guardians make, with a process in it.
class LeftBehind {
 public:
  LeftBehind(pid_t guardian, std::uint64_t start_time) {
    struct stat status {};
    ::stat("/proc/self/ns/pid", &status);
    folder_ = *own_cgroup() /
              fmt::format("mutlua.{}.{}.{}", std::uint64_t(status.st_ino), guardian, start_time);
    made_ = make_cgroup(folder_) && make_cgroup(folder_ / "1") && make_cgroup(folder_ / "1/nested");
    if (made_) put_process_in();
  }
  ~LeftBehind() {
    if (process_ > 0) ::kill(process_, SIGKILL);
    if (process_ > 0) ::waitpid(process_, nullptr, 0);
    if (made_) remove_cgroup(folder_);
  }

  bool made() const { return made_; }
  const fs::path& folder() const { return folder_; }
  pid_t process() const { return process_; }

 private:
  void put_process_in() {
    process_ = fork_into(open_cgroup(folder_ / "1"));
    while (process_ == 0) ::pause();
  }

  fs::path folder_;
  bool made_ = false;
  pid_t process_ = -1;
};

ProcessEntry dead_process() {
  const pid_t pid = ::fork();
  if (pid == 0) ::_exit(0);
  const ProcessEntry entry = *process_entry(pid);
  ::waitpid(pid, nullptr, 0);
  return entry;
}

TEST(Cgroup, OfADeadGuardianIsSweptByTheNextOne) {
  if (!own_cgroup()) GTEST_SKIP() << "no cgroup v2 is mounted here";
  const ProcessEntry dead = dead_process();
  const LeftBehind stale(dead.pid, dead.start_time);
  if (!stale.made()) GTEST_SKIP() << *own_cgroup() << " is not writable";
  const Guardian guardian = Guardian::fork();
  EXPECT_TRUE(dies(stale.process()));
  EXPECT_FALSE(fs::exists(stale.folder()));
}

TEST(Cgroup, OfALivingGuardianIsLeftAlone) {
  if (!own_cgroup()) GTEST_SKIP() << "no cgroup v2 is mounted here";
  const LeftBehind living(::getpid(), process_entry(::getpid())->start_time);
  if (!living.made()) GTEST_SKIP() << *own_cgroup() << " is not writable";
  const Guardian guardian = Guardian::fork();
  EXPECT_TRUE(process_entry(living.process())->alive());
  EXPECT_TRUE(fs::exists(living.folder()));
}

}  // namespace
}  // namespace mutlua
