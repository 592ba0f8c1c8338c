// SPDX-License-Identifier: MIT
#include "store/command_script.h"

#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cstdio>
#include <cstdlib>

#include "support/temp_folder.h"

namespace mutlua {
namespace {

TEST(CommandScript, LeavesPlainWordsUnquoted) {
  EXPECT_EQ(shell_quote("./train.sh"), "./train.sh");
  EXPECT_EQ(shell_quote("--lr"), "--lr");
  EXPECT_EQ(shell_quote("1e-05"), "1e-05");
}

TEST(CommandScript, QuotesWhatTheShellWouldTouch) {
  EXPECT_EQ(shell_quote(""), "''");
  EXPECT_EQ(shell_quote("a b"), "'a b'");
  EXPECT_EQ(shell_quote("*"), "'*'");
  EXPECT_EQ(shell_quote("~"), "'~'");
  EXPECT_EQ(shell_quote("it's"), "'it'\\''s'");
}

TEST(CommandScript, HandsEveryArgumentToTheProgramAsItWas) {
  const TempFolder folder;
  const std::vector<std::string> hostile = {"a b",    "$HOME", "`id`",  "it's", "",
                                            "x;y&&z", "*",     "a\\nb", "a\nb", "#c"};
  CommandRecord command;
  command.argv = {"/usr/bin/printf", "[%s]"};
  command.argv.insert(command.argv.end(), hostile.begin(), hostile.end());
  const auto script = folder / "command.sh";
  write_command_script(script, command);

  const std::string shell = script.string() + " > " + (folder / "out").string();
  ASSERT_EQ(std::system(shell.c_str()), 0);
  std::string expected;
  for (const std::string& each : hostile) expected += "[" + each + "]";
  EXPECT_EQ(folder.read("out"), expected);
}

TEST(CommandScript, EntersTheFolderAndSetsTheEnvironment) {
  const TempFolder folder;
  std::filesystem::create_directory(folder / "my models");
  const CommandRecord command = {
      {"/bin/sh", "-c", "pwd; echo \"$WORD\""}, folder / "my models", {{"WORD", "two words"}}};
  write_command_script(folder / "command.sh", command);

  const std::string shell = (folder / "command.sh").string() + " > " + (folder / "out").string();
  ASSERT_EQ(std::system(shell.c_str()), 0);
  EXPECT_EQ(folder.read("out"), (folder / "my models").string() + "\ntwo words\n");
}

TEST(CommandScript, IsExecutableByAll) {
  const TempFolder folder;
  write_command_script(folder / "command.sh", {{"true"}, "", {}});
  EXPECT_EQ(std::filesystem::status(folder / "command.sh").permissions(),
            std::filesystem::perms(0755));
}

}  // namespace
}  // namespace mutlua
