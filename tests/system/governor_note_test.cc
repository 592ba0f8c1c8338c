// SPDX-License-Identifier: MIT
#include "system/governor_note.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <random>

#include "base/error.h"
#include "system/cpufreq_tree.h"
#include "system/governor.h"

namespace mutlua {
namespace {

namespace fs = std::filesystem;

class GovernorNoteTest : public ::testing::Test {
 protected:
  // A note of a process that is no more.
  GovernorNote stale(const GovernorChanges& changes) const {
    GovernorNote note = own_note(tree_.folders().proc, tree_.folders().sys, changes);
    ++note.start_time;
    return note;
  }
  void leave(const GovernorNote& note) const { write_governor_note(tree_.locks(), note); }
  std::optional<GovernorNote> found() const {
    return read_governor_note(tree_.locks(), tree_.folders().proc, tree_.folders().sys);
  }
  std::vector<std::string> start() const {
    return restore_left_governor(tree_.folders(), tree_.locks());
  }

  CpufreqTree tree_;
  const GovernorChanges changes_{{0, "powersave", "performance"}};
};

TEST_F(GovernorNoteTest, IsReadAsItWasWritten) {
  const GovernorNote note =
      stale({{0, "powersave", "performance"}, {7, "ondemand", "performance"}});
  leave(note);
  EXPECT_EQ(found(), note);
}

TEST_F(GovernorNoteTest, OfADeadRunnerIsActedUponByTheNextStart) {
  tree_.policy(0, "performance");
  leave(stale(changes_));
  const auto told = start();
  ASSERT_EQ(told.size(), 1u);
  EXPECT_NE(told[0].find("was put back"), std::string::npos) << told[0];
  EXPECT_EQ(tree_.governor(0), "powersave");
  EXPECT_FALSE(fs::exists(tree_.note()));
  EXPECT_TRUE(start().empty());
}

TEST_F(GovernorNoteTest, OfAnEarlierBootSaysNothing) {
  tree_.policy(0, "performance");
  leave(stale(changes_));
  tree_.folder().write("proc/sys/kernel/random/boot_id", "boot-2\n");
  EXPECT_TRUE(start().empty());
  EXPECT_EQ(tree_.governor(0), "performance");
}

TEST_F(GovernorNoteTest, OfAnotherTreeSaysNothing) {
  GovernorNote note = stale(changes_);
  note.sysfs = "/elsewhere";
  leave(note);
  EXPECT_FALSE(found());
}

TEST_F(GovernorNoteTest, ThatIsALinkIsNotFollowed) {
  leave(stale(changes_));
  fs::rename(tree_.note(), tree_.locks() / "real");
  fs::create_symlink(tree_.locks() / "real", tree_.note());
  EXPECT_FALSE(found());
}

TEST_F(GovernorNoteTest, ThatHasASecondNameIsNotTrusted) {
  leave(stale(changes_));
  fs::create_hard_link(tree_.note(), tree_.locks() / "second");
  EXPECT_FALSE(found());
}

TEST_F(GovernorNoteTest, ThatOthersMayWriteToIsNotTrusted) {
  leave(stale(changes_));
  fs::permissions(tree_.note(), fs::perms(0666));
  EXPECT_FALSE(found());
}

TEST_F(GovernorNoteTest, OfAnotherUserIsNotTrusted) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can give files away";
  leave(stale(changes_));
  ASSERT_EQ(::chown(tree_.note().c_str(), 65534, 65534), 0);
  EXPECT_FALSE(found());
}

TEST_F(GovernorNoteTest, ThatIsAPipeIsNotWaitedFor) {
  ASSERT_EQ(::mkfifo(tree_.note().c_str(), 0644), 0);
  EXPECT_FALSE(found());
}

TEST_F(GovernorNoteTest, IsNotWrittenThroughALinkThatSomebodyLaid) {
  tree_.folder().write("victim", "precious");
  const auto unfinished = tree_.note().string() + "." + std::to_string(::getpid());
  fs::create_symlink(tree_.folder() / "victim", unfinished);
  fs::create_symlink(tree_.folder() / "victim", tree_.note());
  leave(stale(changes_));
  EXPECT_EQ(tree_.folder().read("victim"), "precious");
  EXPECT_TRUE(found());
}

TEST_F(GovernorNoteTest, ThatCannotBeWrittenIsAnError) {
  EXPECT_THROW(write_governor_note(tree_.locks() / "nowhere", stale(changes_)), Error);
}

TEST_F(GovernorNoteTest, OfAnyBytesDoesNoHarm) {
  tree_.policy(0, "performance");
  std::mt19937 random(7);
  leave(stale(changes_));
  const std::string good = tree_.folder().read("locks/mutlua.governor");
  for (int i = 0; i < 300; ++i) {
    std::string text = good;
    for (int k = 0; k < 8; ++k) text[random() % text.size()] = static_cast<char>(random());
    tree_.folder().write("locks/mutlua.governor", text.substr(0, random() % text.size()));
    EXPECT_NO_THROW(found());
  }
}

TEST(GovernorChanges, AreNothingButPoliciesAndNames) {
  const GovernorChanges good = governor_changes_in("0 powersave performance\n3 a-b c_d\n");
  EXPECT_EQ(good, (GovernorChanges{{0, "powersave", "performance"}, {3, "a-b", "c_d"}}));
  EXPECT_EQ(governor_changes_in(to_text(good)), good);
  for (const char* bad :
       {"", "\n", "0 powersave", "0 a b c", "-1 a b", "x a b", "1x a b", "../../x a b",
        "100000 a b", "0 a/b c", "0 a ../c", "0 aaaaaaaaaaaaaaaa b", "99999999999999999999 a b"}) {
    EXPECT_TRUE(governor_changes_in(bad).empty()) << bad;
  }
}

}  // namespace
}  // namespace mutlua
