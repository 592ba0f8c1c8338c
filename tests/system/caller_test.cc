// SPDX-License-Identifier: MIT
#include "system/caller.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>

#include "support/temp_folder.h"

namespace mutlua {
namespace {

constexpr uid_t kUser = 12345;
constexpr gid_t kGroup = 23456;
constexpr uid_t kOther = 34567;

class CallerTest : public testing::Test {
 protected:
  void SetUp() override {
    if (::geteuid() != 0) GTEST_SKIP() << "only root can give files away";
    ::setenv("SUDO_UID", "12345", 1);
    ::setenv("SUDO_GID", "23456", 1);
  }
  void TearDown() override {
    ::unsetenv("SUDO_UID");
    ::unsetenv("SUDO_GID");
  }

  static uid_t user_of(const std::filesystem::path& path) {
    struct stat status {};
    EXPECT_EQ(::lstat(path.c_str(), &status), 0) << path;
    return status.st_uid;
  }
  static gid_t group_of(const std::filesystem::path& path) {
    struct stat status {};
    EXPECT_EQ(::lstat(path.c_str(), &status), 0) << path;
    return status.st_gid;
  }

  TempFolder folder_;
};

TEST_F(CallerTest, IsWhoCalledSudo) {
  ASSERT_TRUE(caller_by_sudo());
  EXPECT_EQ(caller_by_sudo()->user, kUser);
  EXPECT_EQ(caller_by_sudo()->group, kGroup);
}

TEST_F(CallerTest, IsNobodyForRootItselfAndForWhatIsNoNumber) {
  for (const char* user : {"0", "", "x", "-1", "12 ", "99999999999"}) {
    ::setenv("SUDO_UID", user, 1);
    EXPECT_FALSE(caller_by_sudo()) << user;
  }
  ::setenv("SUDO_UID", "12345", 1);
  ::unsetenv("SUDO_GID");
  EXPECT_FALSE(caller_by_sudo());
}

TEST_F(CallerTest, GetsAFolderWithAllThatIsInIt) {
  folder_.write("run/trial/energy/trace.csv", "");
  folder_.write("run/.lock", "");
  EXPECT_TRUE(give_to_caller(folder_ / "run"));
  for (const char* name :
       {"run", "run/trial", "run/trial/energy", "run/trial/energy/trace.csv", "run/.lock"}) {
    EXPECT_EQ(user_of(folder_ / name), kUser) << name;
    EXPECT_EQ(group_of(folder_ / name), kGroup) << name;
  }
  EXPECT_EQ(user_of(folder_.path()), 0u);
}

TEST_F(CallerTest, GetsWhatIsInAFolderOfAnybodys) {
  folder_.write("run/new", "");
  ASSERT_EQ(::chown((folder_ / "run").c_str(), kOther, kOther), 0);
  EXPECT_TRUE(give_content_to_caller(folder_ / "run"));
  EXPECT_EQ(user_of(folder_ / "run/new"), kUser);
  EXPECT_EQ(user_of(folder_ / "run"), kOther);
}

TEST_F(CallerTest, GetsNothingThatIsNotRoots) {
  folder_.write("run/theirs", "");
  ASSERT_EQ(::chown((folder_ / "run/theirs").c_str(), kOther, kOther), 0);
  give_to_caller(folder_ / "run");
  EXPECT_EQ(user_of(folder_ / "run/theirs"), kOther);
}

TEST_F(CallerTest, GetsALinkButNotWhatItLeadsTo) {
  folder_.write("outside/secret", "");
  folder_.write("run/x", "");
  std::filesystem::create_directory_symlink(folder_ / "outside", folder_ / "run/link");
  std::filesystem::create_symlink(folder_ / "outside/secret", folder_ / "run/file");
  EXPECT_TRUE(give_to_caller(folder_ / "run"));
  EXPECT_EQ(user_of(folder_ / "run/link"), kUser);
  EXPECT_EQ(user_of(folder_ / "run/file"), kUser);
  EXPECT_EQ(user_of(folder_ / "outside"), 0u);
  EXPECT_EQ(user_of(folder_ / "outside/secret"), 0u);
}

TEST_F(CallerTest, GetsNoFileThatHasAnotherNameElsewhere) {
  folder_.write("outside", "");
  folder_.write("run/x", "");
  std::filesystem::create_hard_link(folder_ / "outside", folder_ / "run/hard");
  give_to_caller(folder_ / "run");
  EXPECT_EQ(user_of(folder_ / "outside"), 0u);
}

TEST_F(CallerTest, GetsTheRestWhereAnEarlierCallWasCutShort) {
  folder_.write("run/trial/a", "");
  folder_.write("run/trial/b", "");
  ASSERT_EQ(::chown((folder_ / "run/trial/a").c_str(), kUser, kGroup), 0);
  give_to_caller(folder_ / "run");
  EXPECT_EQ(user_of(folder_ / "run/trial/b"), kUser);
}

TEST_F(CallerTest, GetsNothingWithoutSudo) {
  ::unsetenv("SUDO_UID");
  folder_.write("run/x", "");
  EXPECT_TRUE(give_to_caller(folder_ / "run"));
  EXPECT_EQ(user_of(folder_ / "run"), 0u);
}

TEST_F(CallerTest, MissesNothingThatIsNotThere) {
  EXPECT_TRUE(give_to_caller(folder_ / "nothing"));
  EXPECT_TRUE(give_content_to_caller(folder_ / "nothing"));
  EXPECT_TRUE(give_only_to_caller(folder_ / "nothing"));
}

}  // namespace
}  // namespace mutlua
