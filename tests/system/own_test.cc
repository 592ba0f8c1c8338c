// SPDX-License-Identifier: MIT
#include "system/own.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>

#include "support/temp_folder.h"

namespace mutlua {
namespace {

class OwnTest : public ::testing::Test {
 protected:
  void SetUp() override {
    path_ = std::getenv("PATH");
    ::setenv("PATH", ("/nowhere:" + folder_.path().string()).c_str(), 1);
  }
  void TearDown() override { ::setenv("PATH", path_.c_str(), 1); }

  std::filesystem::path program(const std::string& name, mode_t mode) {
    auto file = folder_.write(name, "#!/bin/sh\n");
    ::chmod(file.c_str(), mode);
    return file;
  }

  TempFolder folder_;
  std::string path_;
};

TEST_F(OwnTest, FolderIsWhereTheProgramIs) {
  EXPECT_TRUE(std::filesystem::exists(executable_folder() / "mutlua_system_tests"));
}

TEST_F(OwnTest, FindsAProgramBesideItselfFirst) {
  program("mutlua_system_tests", 0755);
  EXPECT_EQ(find_program("mutlua_system_tests"), executable_folder() / "mutlua_system_tests");
}

TEST_F(OwnTest, FindsAProgramOnThePath) {
  const auto file = program("some-program", 0755);
  EXPECT_EQ(find_program("some-program"), file);
  EXPECT_EQ(find_program(file.string()), file);
}

TEST_F(OwnTest, DoesNotFindWhatCannotBeExecuted) {
  program("some-data", 0644);
  EXPECT_FALSE(find_program("some-data"));
  EXPECT_FALSE(find_program("no-such-program"));
  EXPECT_FALSE(find_program(folder_.path().string()));
  EXPECT_FALSE(find_program(""));
}

TEST(StandardStreams, AreOpenedWhereTheyAreClosed) {
  const pid_t child = ::fork();
  if (child == 0) {
    ::close(STDIN_FILENO);
    ::close(STDERR_FILENO);
    open_standard_streams();
    const bool open = ::fcntl(STDIN_FILENO, F_GETFD) >= 0 && ::fcntl(STDERR_FILENO, F_GETFD) >= 0;
    ::_exit(open ? 0 : 1);
  }
  int status = -1;
  ::waitpid(child, &status, 0);
  EXPECT_EQ(status, 0);
}

}  // namespace
}  // namespace mutlua
