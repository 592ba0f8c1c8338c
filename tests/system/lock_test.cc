// SPDX-License-Identifier: MIT
#include "system/lock.h"

#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <functional>

#include "system/guarded.h"

namespace mutlua {
namespace {

constexpr Seconds kNone(0);

// The exit status of `life` in a child; 99 if it throws.
pid_t in_child(const std::function<int()>& life) {
  const pid_t child = ::fork();
  if (child != 0) return child;
  try {
    ::_exit(life());
  } catch (const std::exception&) {
    ::_exit(99);
  }
}

int status_of(pid_t child) {
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

std::string refusal(const std::function<void()>& take) {
  try {
    take();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::machine);
    return error.what();
  }
  return "";
}

class Locks : public ::testing::Test {
 protected:
  void SetUp() override { ::setenv("MUTLUA_LOCK_DIR", folder_.path().c_str(), 1); }
  void TearDown() override { ::unsetenv("MUTLUA_LOCK_DIR"); }

  static std::string refused(bool share = false) {
    return refusal([&] { MachineLock(share, kNone); });
  }

  TempFolder folder_;
};

TEST_F(Locks, AreRefusedWithTheNameOfTheHolder) {
  MachineLock lock;
  lock.describe({{"study", "learning rates"}, {"session", "/results/7"}});
  const std::string message = refused();
  EXPECT_NE(message.find("study learning rates"), std::string::npos) << message;
  EXPECT_NE(message.find("pid " + std::to_string(::getpid())), std::string::npos) << message;
  EXPECT_NE(message.find("session /results/7"), std::string::npos) << message;
  EXPECT_NE(message.find("--share-machine"), std::string::npos) << message;
}

TEST_F(Locks, TellWhoIsRunning) {
  EXPECT_FALSE(running_holder());
  {
    MachineLock lock;
    lock.describe({{"study", "x"}});
    const auto holder = running_holder();
    ASSERT_TRUE(holder);
    EXPECT_EQ(holder->at("pid"), ::getpid());
    EXPECT_EQ(holder->at("study"), "x");
  }
  EXPECT_FALSE(running_holder());
  EXPECT_EQ(folder_.read("mutlua.lock"), "") << "the description outlived a clean end";
}

TEST_F(Locks, AreFreeAfterTheHolderWasKilled) {
  const pid_t child = in_child([&] {
    MachineLock lock;
    folder_.write("held", "");
    while (true) ::pause();
    return 0;
  });
  ASSERT_TRUE(appears(folder_ / "held"));
  EXPECT_NE(refused(), "");
  EXPECT_TRUE(running_holder());
  ::kill(child, SIGKILL);
  status_of(child);
  EXPECT_FALSE(running_holder());
  EXPECT_EQ(refused(), "");
}

TEST_F(Locks, AreHeldUntilTheLastProcessThatSharesThemIsGone) {
  std::optional<MachineLock> lock(std::in_place);
  const pid_t child = in_child([&] {
    ::pause();
    return 0;
  });
  lock.reset();
  EXPECT_NE(refused(), "");
  EXPECT_FALSE(running_holder());
  ::kill(child, SIGKILL);
  status_of(child);
  EXPECT_EQ(refused(), "");
}

TEST_F(Locks, AreWaitedForWhileAGuardianSweeps) {
  const pid_t waiting = ::getpid();
  const pid_t child = in_child([&] {
    MachineLock lock;
    folder_.write("held", "");
    // Until the other one waits: asleep, in the lock.
    wait_until([&] { return std::filesystem::exists(folder_ / "waiting"); }, kLong);
    wait_until([&] { return process_entry(waiting)->state == 'S'; }, kLong);
    return 0;
  });
  ASSERT_TRUE(appears(folder_ / "held"));
  folder_.write("waiting", "");
  EXPECT_NO_THROW(MachineLock(false, kLong));
  EXPECT_EQ(status_of(child), 0);
}

TEST_F(Locks, AreNotNeededByWhoShares) {
  MachineLock alone;
  MachineLock sharing(true);
  EXPECT_TRUE(alone.held());
  EXPECT_FALSE(sharing.held());
}

TEST_F(Locks, AreRefusedWhileSharersAreAtWork) {
  std::optional<MachineLock> one(std::in_place, true);
  std::optional<MachineLock> two(std::in_place, true);
  EXPECT_TRUE(one->held() && two->held());
  one.reset();
  EXPECT_NE(refused(), "");
  two.reset();
  EXPECT_EQ(refused(), "");
}

TEST_F(Locks, AreSharedByRootAndPlainUsers) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can act for another user";
  ::chmod(folder_.path().c_str(), 01777);
  refused();  // creates the file
  struct stat status {};
  ::stat((folder_ / "mutlua.lock").c_str(), &status);
  EXPECT_EQ(status.st_mode & 0777, 0666u);
  const auto take_as_nobody = [] {
    if (::setresuid(65534, 65534, 65534) != 0) return 1;
    MachineLock lock(false, kNone);
    lock.describe({{"study", "x"}});
    return running_holder() ? 0 : 2;
  };
  EXPECT_EQ(status_of(in_child(take_as_nobody)), 0);
}

TEST_F(Locks, WorkOnAFileThatMayOnlyBeRead) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can act for another user";
  ::chmod(folder_.path().c_str(), 0755);
  refused();
  ::chmod((folder_ / "mutlua.lock").c_str(), 0644);
  const auto take_as_nobody = [] {
    if (::setresuid(65534, 65534, 65534) != 0) return 1;
    const MachineLock lock(false, kNone);
    return refused().empty() ? 2 : 0;
  };
  EXPECT_EQ(status_of(in_child(take_as_nobody)), 0);
}

TEST_F(Locks, DoNotTrustWhatIsWrittenInTheFile) {
  MachineLock lock;
  for (const char* text : {"", "{", "[]", "{\"pid\": \"x\", \"start_time\": []}", "{\"pid\": 1}"}) {
    folder_.write("mutlua.lock", text);
    EXPECT_FALSE(running_holder()) << text;
    EXPECT_NE(refused(), "");
  }
}

TEST_F(Locks, NameTheFolderThatIsMissing) {
  ::setenv("MUTLUA_LOCK_DIR", (folder_ / "missing").c_str(), 1);
  EXPECT_NE(refused().find("missing"), std::string::npos);
}

TEST_F(Locks, OfSessionFoldersAreApart) {
  const TempFolder other;
  FolderLock lock(folder_.path());
  lock.describe({{"study", "x"}});
  const std::string message = refusal([&] { FolderLock(folder_.path()); });
  EXPECT_NE(message.find(folder_.path().string()), std::string::npos) << message;
  EXPECT_NE(message.find("study x"), std::string::npos) << message;
  EXPECT_NO_THROW(FolderLock(other.path()));
  EXPECT_EQ(running_holder(folder_.path())->at("study"), "x");
  EXPECT_FALSE(running_holder(other.path()));
}

}  // namespace
}  // namespace mutlua
