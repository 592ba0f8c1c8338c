// SPDX-License-Identifier: MIT
#include "legacy/command_line.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "legacy/running.h"

namespace mutlua {
namespace {

using Kind = LegacyCommand::Kind;
using Words = std::vector<std::string>;

LegacyCommand understood(const Words& words) {
  const auto command = legacy_command_line(words);
  if (!command) throw Error(ErrorKind::internal, "not the old tool's");
  return *command;
}

TEST(LegacyCommandLine, LeavesMutluasOwnAlone) {
  for (const Words& words : std::vector<Words>{{},
                                               {"run", "x.lua", "-r", "a"},
                                               {"x.lua", "-n", "5"},
                                               {"-q", "run", "x.lua"},
                                               {"-s", "4", "x.lua"},
                                               {"--models", "m.json", "models"},
                                               {"-c", "m.json", "models"},
                                               {"--help"},
                                               {"-h"},
                                               {"--version"},
                                               {"--results", "r", "sessions"},
                                               {"-ec", "x.json", "--help"}}) {
    EXPECT_FALSE(legacy_command_line(words)) << (words.empty() ? "" : words.front());
  }
}

TEST(LegacyCommandLine, RunsASettingsFile) {
  for (const Words& words : std::vector<Words>{{"-ec", "s.json"},
                                               {"--experiment-config", "s.json"},
                                               {"--exp=s.json"},
                                               {"-ec=s.json"},
                                               {"-e", "s.json"},
                                               {"-e=s.json"}}) {
    const LegacyCommand command = understood(words);
    EXPECT_EQ(command.kind, Kind::settings);
    EXPECT_EQ(command.file, "s.json") << words.front();
  }
}

TEST(LegacyCommandLine, HonoursWhatTheOldToolIgnoredBesideASettingsFile) {
  const LegacyCommand command =
      understood({"-ec", "s.json", "-g", "powersave", "-n", "3", "-mr", "0", "-r", "examples"});
  EXPECT_EQ(command.overrides.governor, "powersave");
  EXPECT_EQ(command.overrides.runs, 3);
  EXPECT_EQ(command.overrides.retries, 0);
  EXPECT_EQ(test::places(command.diagnostics), Words{"warning -r"});
}

TEST(LegacyCommandLine, MutatesOneModel) {
  const LegacyCommand command = understood({"-r", "examples", "-m", "mnist", "-mt", "epochs, seed",
                                            "-n5", "-g=performance", "--max", "1", "-s", "42"});
  EXPECT_EQ(command.kind, Kind::mutation);
  EXPECT_EQ(command.words, (Words{"--seed", "42"}));
  const test::RunScript run = test::run(test::translated(command.settings).script);
  ASSERT_EQ(run.trials.size(), 5u);
  EXPECT_EQ(run.trials[0].foreground, "examples/mnist");
  EXPECT_EQ(run.draws.at(0).at("names"), Json::array({"epochs", "seed"}));
  EXPECT_EQ(run.study.at("name"), "examples/mnist: epochs seed");
  EXPECT_EQ(run.study.at("governor"), "performance");
  EXPECT_EQ(run.study.at("retries"), 1);
}

TEST(LegacyCommandLine, RunsOnceAndRetriesTwiceUnlessToldOtherwise) {
  const LegacyCommand command =
      understood({"--repo", "examples", "--model=mnist", "--mutate", "all"});
  EXPECT_EQ(command.settings.at("runs_per_config"), 1);
  EXPECT_EQ(command.settings.at("max_retries"), 2);
  EXPECT_EQ(
      understood({"-r", "a", "-m", "b", "-mt", "all", "-n", "-4"}).settings.at("runs_per_config"),
      0);
}

TEST(LegacyCommandLine, LetsTheLastOneWin) {
  EXPECT_EQ(understood({"-ec", "a.json", "-ec", "b.json"}).file, "b.json");
}

TEST(LegacyCommandLine, ReadsJoinedWordsAsTheyWereMeant) {
  const LegacyCommand command = understood({"-ec", "a.json", "-mr2", "-mtall"});
  EXPECT_EQ(command.overrides.retries, 2);
  EXPECT_NE(test::said_of(command.diagnostics, "-mr2").find("-m r2"), std::string::npos);
  EXPECT_NE(test::said_of(command.diagnostics, "-mtall"), "");
  EXPECT_EQ(understood({"-rexamples", "-mresnet20", "-mt", "all"})
                .settings.at("experiments")[0]
                .at("model"),
            "resnet20");
}

TEST(LegacyCommandLine, ListsTheCatalogueBeforeAnythingElse) {
  const LegacyCommand command = understood({"-ec", "a.json", "-l", "-c", "m.json"});
  EXPECT_EQ(command.kind, Kind::list);
  EXPECT_EQ(command.words, (Words{"--models", "m.json"}));
}

TEST(LegacyCommandLine, PassesOnWhatIsMutluasOwn) {
  EXPECT_EQ(understood({"-ec", "a.json", "--cooldown", "0", "--results", "r", "--retry-failed",
                        "--strict"})
                .words,
            (Words{"--cooldown", "0", "--results", "r", "--retry-failed", "--strict"}));
}

TEST(LegacyCommandLine, AppendsTheSummaryWhereAsked) {
  EXPECT_TRUE(understood({"-ec", "a.json", "-S"}).append_summary);
  EXPECT_TRUE(understood({"-ec", "a.json", "--enable"}).append_summary);
  EXPECT_FALSE(understood({"-ec", "a.json", "--skip-summary-append"}).append_summary);
}

TEST(LegacyCommandLine, TakesASeedsAbsoluteValue) {
  EXPECT_EQ(understood({"-ec", "a.json", "-s", "-7"}).words, (Words{"--seed", "7"}));
}

TEST(LegacyCommandLine, RefusesWhatTheOldToolRefused) {
  for (const Words& words : std::vector<Words>{{"--m", "x"},
                                               {"-ec"},
                                               {"-r", "-m", "x"},
                                               {"-ec", "a", "-g", "schedutil"},
                                               {"-ec", "a", "-n", "many"},
                                               {"-ec", "a", "-s", "1.5"},
                                               {"-r", "examples"},
                                               {"-n", "5"}}) {
    EXPECT_THROW(legacy_command_line(words), Error) << words.front();
  }
}

}  // namespace
}  // namespace mutlua
