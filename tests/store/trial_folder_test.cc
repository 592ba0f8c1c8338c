// SPDX-License-Identifier: MIT
#include "store/trial_folder.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "support/temp_folder.h"

namespace mutlua {
namespace {

TEST(TrialFolder, IsNamedAfterModelNumberAndMode) {
  EXPECT_EQ(trial_name("examples", "mnist", 7, false), "examples_mnist_007");
  EXPECT_EQ(trial_name("examples", "mnist", 1234, true), "examples_mnist_1234_parallel");
}

TEST(TrialFolder, NameHoldsNothingThatAFileSystemMinds) {
  EXPECT_EQ(trial_name("../../etc", "a/b c", 1, false), "_._.._etc_a_b_c_001");
  EXPECT_EQ(trial_name("", std::string("\0\n", 2), 1, false), "_____001");
  EXPECT_LT(trial_name(std::string(500, 'x'), std::string(500, 'y'), 1, true).size(), 255u);
}

TEST(TrialFolder, GivesItsNumberBack) {
  EXPECT_EQ(trial_number("examples_mnist_007"), 7);
  EXPECT_EQ(trial_number("examples_mnist_1234_parallel"), 1234);
  EXPECT_EQ(trial_number("examples_mnist_007.interrupted-1"), std::nullopt);
  EXPECT_EQ(trial_number("script"), std::nullopt);
  EXPECT_EQ(trial_number("run_12"), std::nullopt);
  EXPECT_EQ(trial_number("x_99999999999999999999"), std::nullopt);
}

TEST(TrialFolder, IsScannedByNumber) {
  const TempFolder folder;
  folder.write("a_b_010/experiment.json", "{}");
  folder.write("a_b_002_parallel/training.log", "");
  folder.write("a_b_003.interrupted-1/training.log", "");
  folder.write("script/training.log", "");
  const auto trials = scan_trials(folder.path());
  ASSERT_EQ(trials.size(), 2u);
  EXPECT_EQ(trials[0].number, 2);
  EXPECT_FALSE(trials[0].finished);
  EXPECT_EQ(trials[1].number, 10);
  EXPECT_TRUE(trials[1].finished);
}

TEST(TrialFolder, MayBeALinkToAFolder) {
  const TempFolder folder;
  const TempFolder elsewhere;
  elsewhere.write("experiment.json", "{}");
  std::filesystem::create_symlink(elsewhere.path(), folder / "a_b_001");
  folder.write("a_b_002", "no folder");
  std::filesystem::create_symlink(folder / "a_b_002", folder / "a_b_003");
  const auto trials = scan_trials(folder.path());
  ASSERT_EQ(trials.size(), 1u);
  EXPECT_EQ(trials[0].name, "a_b_001");
  EXPECT_TRUE(trials[0].finished);
}

TEST(TrialFolder, IsNotScannedForInASessionThatIsNotThere) {
  const TempFolder folder;
  EXPECT_THROW(scan_trials(folder / "none"), Error);
}

TEST(TrialFolder, IsSetAsideUnderAFreeName) {
  const TempFolder folder;
  folder.write("a_b_001.interrupted-1/log", "first");
  folder.write("a_b_001/log", "second");
  EXPECT_EQ(set_aside(folder / "a_b_001"), folder / "a_b_001.interrupted-2");
  EXPECT_EQ(folder.read("a_b_001.interrupted-2/log"), "second");
}

}  // namespace
}  // namespace mutlua
