// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "trainer/run_program.h"

namespace mutlua {
namespace {

TEST(MutluaTrain, WritesItsHelpAndVersion) {
  const Finished help = run_trainer({"--help"});
  EXPECT_EQ(help.exit_code(), 0);
  EXPECT_NE(help.text.find("--learning-rate"), std::string::npos);
  EXPECT_NE(help.text.find("densenet121"), std::string::npos);
  EXPECT_EQ(run_trainer({"--version"}).text, "mutlua-train " MUTLUA_VERSION "\n");
}

TEST(MutluaTrain, ExitsWithTwoForAWrongCommandLine) {
  const Finished unknown = run_trainer({"--network", "resnet21"});
  EXPECT_EQ(unknown.exit_code(), 2);
  EXPECT_EQ(unknown.text,
            "error: --network: 'resnet21' is neither a network nor a layer; `mutlua-train --help` "
            "lists them\n");
  EXPECT_EQ(run_trainer({"--network", "mnist", "--epochs", "-3"}).exit_code(), 2);
  EXPECT_EQ(run_trainer({"--network", "mnist", "--gpu", "0"}).exit_code(), 2);
  EXPECT_EQ(run_trainer({}).exit_code(), 2);
}

TEST(MutluaTrain, ExitsWithOneForALossThatDiverged) {
  const Finished finished = run_trainer({"--network", "mnist", "--learning-rate", "1e20"});
  EXPECT_EQ(finished.exit_code(), 1);
  EXPECT_NE(finished.text.find("\nerror: the loss diverged at epoch 1 "), std::string::npos);
}

TEST(MutluaTrain, WritesEachEpochAtOnceAndEndsAtATermination) {
  const auto end_after_an_epoch = [](pid_t child, const std::string& text) {
    if (text.find("Epoch 1/") != std::string::npos) kill(child, SIGTERM);
  };
  const Finished finished =
      run_program({MUTLUA_TRAIN, "--network", "mnist", "--epochs", "100000"}, end_after_an_epoch);
  EXPECT_TRUE(WIFSIGNALED(finished.status));
  EXPECT_EQ(WTERMSIG(finished.status), SIGTERM);
}

}  // namespace
}  // namespace mutlua
