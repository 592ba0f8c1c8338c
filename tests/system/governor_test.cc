// SPDX-License-Identifier: MIT
#include "system/governor.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include "base/error.h"
#include "system/cpufreq_tree.h"
#include "system/governor_note.h"
#include "system/process_table.h"

namespace mutlua {
namespace {

namespace fs = std::filesystem;

class Governor : public ::testing::Test {
 protected:
  GovernorKeeper keeper() const { return GovernorKeeper(-1, tree_.folders(), tree_.locks()); }

  Error refusal(const std::string& name) const {
    GovernorKeeper kept(-1, tree_.folders(), tree_.locks());
    try {
      kept.set(name);
    } catch (const Error& error) {
      return error;
    }
    return Error(ErrorKind::internal, "nothing was refused");
  }

  static bool says(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
  }

  CpufreqTree tree_;
};

TEST_F(Governor, IsSetForAllPoliciesAndPutBack) {
  tree_.policy(0, "powersave").policy(4, "schedutil").policy(12, "performance");
  GovernorKeeper kept(-1, tree_.folders(), tree_.locks());
  EXPECT_EQ(kept.set("performance"), "mixed");
  EXPECT_EQ(kept.present(), "performance");
  EXPECT_TRUE(fs::exists(tree_.note()));
  EXPECT_TRUE(kept.restore().empty());
  EXPECT_EQ(tree_.governor(0), "powersave");
  EXPECT_EQ(tree_.governor(4), "schedutil");
  EXPECT_EQ(tree_.governor(12), "performance");
  EXPECT_FALSE(fs::exists(tree_.note()));
}

TEST_F(Governor, IsPutBackWhenItsKeeperGoes) {
  tree_.policy(0, "powersave");
  keeper().set("performance");
  EXPECT_EQ(tree_.governor(0), "powersave");
}

TEST_F(Governor, IsPutBackToWhatWasThereFirstAfterItWasSetTwice) {
  tree_.policy(0, "powersave");
  GovernorKeeper kept(-1, tree_.folders(), tree_.locks());
  EXPECT_EQ(kept.set("performance"), "powersave");
  EXPECT_EQ(kept.set("schedutil"), "powersave");
  EXPECT_EQ(tree_.governor(0), "schedutil");
  kept.restore();
  EXPECT_EQ(tree_.governor(0), "powersave");
}

TEST_F(Governor, ThatIsThereAlreadyLeavesNothingToPutBack) {
  tree_.policy(0, "performance");
  GovernorKeeper kept(-1, tree_.folders(), tree_.locks());
  EXPECT_EQ(kept.set("performance"), "performance");
  EXPECT_FALSE(fs::exists(tree_.note()));
  tree_.set(0, "powersave");
  EXPECT_TRUE(kept.restore().empty());
  EXPECT_EQ(tree_.governor(0), "powersave");
}

TEST_F(Governor, ThatSomebodyElseHasSetMeanwhileIsLeftAndTold) {
  tree_.policy(0, "powersave").policy(1, "powersave").policy(2, "powersave");
  GovernorKeeper kept(-1, tree_.folders(), tree_.locks());
  kept.set("performance");
  tree_.set(1, "schedutil");
  const auto left = kept.restore();
  ASSERT_EQ(left.size(), 1u);
  EXPECT_TRUE(says(left[0], "policy 1 was left at 'schedutil'")) << left[0];
  EXPECT_EQ(tree_.governor(0), "powersave");
  EXPECT_EQ(tree_.governor(1), "schedutil");
  EXPECT_EQ(tree_.governor(2), "powersave");
}

TEST_F(Governor, ThatIsNotOfferedIsRefusedWithThoseThatAre) {
  tree_.policy(0, "powersave").policy(1, "powersave", "performance powersave");
  const Error error = refusal("schedutil");
  EXPECT_EQ(error.kind(), ErrorKind::usage);
  EXPECT_TRUE(says(error.what(), "'schedutil'; this machine has: performance, powersave"))
      << error.what();
  EXPECT_EQ(tree_.governor(0), "powersave");
}

TEST_F(Governor, IsRefusedWhereThereIsNoCpufreq) {
  const Error error = refusal("performance");
  EXPECT_EQ(error.kind(), ErrorKind::machine);
  EXPECT_TRUE(says(error.what(), "lists no policy (a virtual machine")) << error.what();
  EXPECT_FALSE(keeper().present());
}

TEST_F(Governor, ThatCannotBeSetEverywhereIsSetNowhere) {
  tree_.policy(0, "powersave").policy(1, "powersave");
  const fs::path second = tree_.folder() / CpufreqTree::file(1, "scaling_governor");
  fs::rename(second, second.string() + ".real");
  fs::create_symlink("scaling_governor.real", second);  // links are not followed for writing
  EXPECT_EQ(refusal("performance").kind(), ErrorKind::machine);
  EXPECT_EQ(tree_.governor(0), "powersave");
  EXPECT_EQ(tree_.governor(1), "powersave");
  EXPECT_FALSE(fs::exists(tree_.note()));
}

TEST_F(Governor, ThatWeMayNotSetIsRefusedWithTheRemedy) {
  tree_.policy(0, "powersave");
  for (const auto& each : {tree_.folder().path(), tree_.locks()}) {
    fs::permissions(each, fs::perms::all);
  }
  fs::permissions(tree_.folder() / CpufreqTree::file(0, "scaling_governor"), fs::perms(0444));
  const bool root = ::geteuid() == 0;
  ASSERT_TRUE(!root || ::seteuid(65534) == 0);
  const Error error = refusal("performance");
  ASSERT_TRUE(!root || ::seteuid(0) == 0);
  EXPECT_EQ(error.kind(), ErrorKind::machine);
  EXPECT_TRUE(says(error.what(), "run as root")) << error.what();
  EXPECT_TRUE(says(error.what(), "echo performance | sudo tee")) << error.what();
}

TEST_F(Governor, KeptByAnotherLivingRunnerIsRefused) {
  tree_.policy(0, "powersave");
  GovernorNote note =
      own_note(tree_.folders().proc, tree_.folders().sys, {{0, "schedutil", "powersave"}});
  note.pid = ::getppid();
  note.start_time = process_entry(note.pid)->start_time;
  write_governor_note(tree_.locks(), note);
  EXPECT_TRUE(says(refusal("performance").what(), "the run with pid"));
  EXPECT_TRUE(restore_left_governor(tree_.folders(), tree_.locks()).empty());
  EXPECT_EQ(tree_.governor(0), "powersave");
}

}  // namespace
}  // namespace mutlua
