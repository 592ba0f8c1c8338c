// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/fake_machine.h"
#include "support/old_results.h"

namespace mutlua {
namespace {

constexpr uid_t kCaller = 12345;  // and the group of the same number

constexpr const char* kStudy = R"(
local mut = require "mutlua"
local study = mut.study { name = "s", retries = 1 }
study:add { foreground = mut.model "test/a", background = mut.model "test/b" }
study:add { foreground = mut.model "test/b" }
study:run()
mut.emit { note = "outside" }
mut.spawn(mut.model "test/a"):wait()
)";

/// mutlua as the user 12345 calls it with sudo.
class Ownership : public testing::Test {
 protected:
  void SetUp() override {
    if (::geteuid() != 0) GTEST_SKIP() << "only root can give files away";
    workshop_.script(kStudy);
  }

  /// What lies below a folder, and itself, without the caller's own.
  std::vector<std::string> of_others(const std::filesystem::path& folder) const {
    std::vector<std::string> found;
    const auto look = [&](const std::filesystem::path& path) {
      struct stat status {};
      const bool there = ::lstat(path.c_str(), &status) == 0;
      if (!there || status.st_uid != kCaller || status.st_gid != kCaller) found.push_back(path);
    };
    look(folder);
    std::error_code no_folder;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder, no_folder))
      look(entry.path());
    return found;
  }
  void expect_all_given(const char* name = "results") const {
    const auto found = of_others(workshop_.folder / name);
    EXPECT_TRUE(found.empty()) << found.front() << " and " << found.size() - 1 << " more";
  }

  Workshop workshop_;
  Variable user_{"SUDO_UID", "12345"};
  Variable group_{"SUDO_GID", "12345"};
};

TEST_F(Ownership, OfAllResultsIsTheCallers) {
  ASSERT_EQ(workshop_.run({"-S"}).status, 0);
  EXPECT_TRUE(std::filesystem::exists(workshop_.folder / "results/summary_all.csv"));
  EXPECT_TRUE(std::filesystem::exists(workshop_.folder / "results/mutlua.db"));
  expect_all_given();
}

TEST_F(Ownership, OfAContinuedSessionIsTheCallersToo) {
  ASSERT_EQ(workshop_.run().status, 0);
  workshop_.script(std::string(kStudy) + "mut.spawn(mut.model 'test/b'):wait()\n");
  ASSERT_EQ(workshop_.run().status, 0);
  expect_all_given();
}

TEST_F(Ownership, OfFailedAttemptsIsTheCallers) {
  workshop_.train("train.sh", "exit 1\n");
  ASSERT_EQ(workshop_.run().status, 1);
  expect_all_given();
}

TEST_F(Ownership, IsTheCallersAfterAnInterrupt) {
  workshop_.train("train.sh", "echo Epoch 1/2\nsleep 1000\n");
  const pid_t runner = workshop_.start({"run", "study.lua"});
  ASSERT_TRUE(Workshop::eventually([&] { return workshop_.alive().size() >= 5; }));
  ::kill(runner, SIGINT);
  EXPECT_EQ(workshop_.wait(runner).status, 130);
  expect_all_given();
}

TEST_F(Ownership, IsTheCallersAtTheNextStartAfterAKill) {
  workshop_.train("train.sh",
                  "echo Epoch 1/2\nuntil [ -e go ]; do sleep 0.02; done\necho accuracy: 1\n");
  const pid_t runner = workshop_.start({"run", "study.lua"});
  ASSERT_TRUE(Workshop::eventually([&] { return workshop_.alive().size() >= 5; }));
  ::kill(runner, SIGKILL);
  workshop_.wait(runner);
  ASSERT_TRUE(workshop_.nothing_alive());
  EXPECT_FALSE(of_others(workshop_.folder / "results").empty());
  workshop_.folder.write("repo/go", "");
  ASSERT_EQ(workshop_.run().status, 0);
  expect_all_given();
}

TEST_F(Ownership, OfTheIndexIsTheCallersWhoeverMadeIt) {
  ASSERT_EQ(workshop_.run().status, 0);
  std::filesystem::remove(workshop_.folder / "results/mutlua.db");
  ASSERT_EQ(workshop_.mutlua({"index", "--rebuild"}).status, 0);
  expect_all_given();
}

TEST_F(Ownership, OfWhatWasAskedForIsTheCallers) {
  workshop_.folder.write("old.json",
                         R"({"experiments": [{"repo": "test", "model": "a", "mode": "default"}]})");
  ASSERT_EQ(workshop_.mutlua({"translate", "old.json", "-o", "old.lua"}).status, 0);
  EXPECT_TRUE(of_others(workshop_.folder / "old.lua").empty());
}

TEST_F(Ownership, OfImportsAndExportsIsTheCallers) {
  test::write_run(workshop_.folder, "old/run_20260301_200000/examples_mnist_001", {});
  ASSERT_EQ(workshop_.mutlua({"import", "old"}).status, 0);
  EXPECT_TRUE(std::filesystem::exists(workshop_.folder / "results/imported/lock"));
  expect_all_given();
  ASSERT_EQ(workshop_.mutlua({"export", "--legacy", "all.csv"}).status, 0);
  EXPECT_TRUE(of_others(workshop_.folder / "all.csv").empty());
}

TEST_F(Ownership, OfMeasuredRunsIsTheCallers) {
  FakeMachine machine;
  const Ended ended =
      machine.mutlua({"measure", "-o", "joules.json", "--keep-trace", "kept/here", "--", "true"});
  ASSERT_EQ(ended.status, 0) << ended.err;
  EXPECT_TRUE(of_others(machine.workshop.folder / "joules.json").empty());
  EXPECT_TRUE(of_others(machine.workshop.folder / "kept/here").empty());
}

TEST_F(Ownership, OfAFolderOfOthersStaysTheirs) {
  std::filesystem::create_directory(workshop_.folder / "results");
  workshop_.folder.write("results/notes.txt", "root's own");
  ASSERT_EQ(workshop_.run().status, 0);
  const auto found = of_others(workshop_.folder / "results");
  EXPECT_EQ(found, (std::vector<std::string>{workshop_.folder / "results",
                                             workshop_.folder / "results/notes.txt"}));
}

}  // namespace
}  // namespace mutlua
