// SPDX-License-Identifier: MIT
// What stands at the top of a settings file, and the keys without effect.
#include "legacy/settings.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "legacy/running.h"

namespace mutlua {
namespace {

using test::said_of;

LegacyReading reading(const char* text, bool strict = false, const LegacyOverrides& over = {}) {
  return read_legacy_settings(parse_json(text, "x"), test::catalogue(), "settings/my study.json",
                              strict, over);
}

TEST(LegacySettings, AreReadFromTheTop) {
  const LegacyReading read = reading(R"({"experiment_name": "lr", "description": "why",
      "governor": "performance", "max_retries": 3, "experiments": []})");
  EXPECT_EQ(read.settings.name, "lr");
  EXPECT_EQ(read.settings.description, "why");
  EXPECT_EQ(read.settings.governor, "performance");
  EXPECT_EQ(read.settings.retries, 3);
  EXPECT_TRUE(read.diagnostics.empty());
}

TEST(LegacySettings, HaveTheOldDefaults) {
  const LegacyReading read = reading("{}");
  EXPECT_EQ(read.settings.retries, 2);
  EXPECT_FALSE(read.settings.governor);
  EXPECT_TRUE(read.settings.entries.empty());
}

TEST(LegacySettings, WithoutANameBearThatOfTheirFile) {
  EXPECT_EQ(reading("{}").settings.name, "my study");
  EXPECT_EQ(reading(R"({"session_name": "s"})").settings.name, "s");
  EXPECT_EQ(reading(R"({"session_name": "s"})", true).settings.name, "my study");
}

TEST(LegacySettings, CutANameThatIsTooLongBetweenCharacters) {
  const std::string longer = R"({"experiment_name": "x)" + [] {
    std::string text;
    for (int i = 0; i < 100; ++i) text += "变";
    return text;
  }() + "\"}";
  const std::string name = reading(longer.c_str()).settings.name;
  EXPECT_EQ(name.size(), 199u);
}

TEST(LegacySettings, SayWhatBecomesOfRetriesThatCannotBe) {
  const LegacyReading mended = reading(R"({"max_retries": -1})");
  EXPECT_EQ(mended.settings.retries, 2);
  EXPECT_NE(said_of(mended.diagnostics, "max_retries"), "");
  const LegacyReading strict = reading(R"({"max_retries": -1})", true);
  EXPECT_EQ(strict.settings.retries, 0);
  EXPECT_NE(said_of(strict.diagnostics, "max_retries"), "");
  EXPECT_EQ(reading(R"({"max_retries": 3.0})").settings.retries, 3);
}

TEST(LegacySettings, SayThatThereIsNoHistoryToCompareWith) {
  const LegacyReading read = reading(R"({"use_deduplication": true})");
  EXPECT_NE(said_of(read.diagnostics, "use_deduplication"), "");
}

TEST(LegacySettings, DropAGovernorThatTheOldToolRefused) {
  const LegacyReading read = reading(R"({"governor": "userspace"})");
  EXPECT_FALSE(read.settings.governor);
  EXPECT_NE(said_of(read.diagnostics, "governor"), "");
}

TEST(LegacySettings, AreOverriddenByTheCommandLine) {
  const LegacyReading read = reading(
      R"({"governor": "performance", "max_retries": 1, "runs_per_config": 4, "experiments": [
          {"repo": "examples", "model": "mnist", "mutate": ["epochs"], "runs_per_config": 9}]})",
      false, {.governor = "powersave", .retries = 5, .runs = 2});
  EXPECT_EQ(read.settings.governor, "powersave");
  EXPECT_EQ(read.settings.retries, 5);
  EXPECT_EQ(read.settings.entries.at(0).runs, 2);
}

TEST(LegacySettings, HaveAHistoryWhereDuplicatesAreUnwanted) {
  EXPECT_EQ(
      reading(R"({"use_deduplication": true, "historical_csvs": ["a", "b"]})").settings.history,
      (std::vector<std::string>{"a", "b"}));
  const LegacyReading off = reading(R"({"historical_csvs": ["a"]})");
  EXPECT_TRUE(off.settings.history.empty());
  EXPECT_NE(said_of(off.diagnostics, "historical_csvs"), "");
}

TEST(LegacySettings, TakeGlobalSettingsWhereTheTopIsSilent) {
  const char* text = R"({"global_settings": {"use_deduplication": true, "historical_csvs": ["a"],
      "runs_per_config": 3, "comment": "c"},
      "experiments": [{"repo": "examples", "model": "mnist", "mutate": ["epochs"]}]})";
  const LegacyReading read = reading(text);
  EXPECT_EQ(read.settings.history, std::vector<std::string>{"a"});
  EXPECT_EQ(read.settings.entries.at(0).runs, 3);
  EXPECT_NE(said_of(read.diagnostics, "global_settings.runs_per_config"), "");
  EXPECT_TRUE(reading(text, true).settings.history.empty());
  EXPECT_EQ(reading(text, true).settings.entries.at(0).runs, 1);
}

TEST(LegacySettings, ReportEveryKeyWithoutEffect) {
  const LegacyReading read = reading(R"({"_remark": 1, "estimated_hours": 2, "notes": ["n"],
      "background": {"issue": "prose"}, "cleanup_gpu_memory": true, "experimentname": "x",
      "experiments": [{"repo": "examples", "model": "mnist", "mutate": ["epochs"], "note": "n",
                       "mutat": [], "expected_result": {}}]})");
  using Severities = std::vector<std::string>;
  EXPECT_EQ(test::places(read.diagnostics),
            (Severities{"note experiments[0].note", "warning experiments[0].mutat",
                        "note experiments[0].expected_result", "note _remark",
                        "note estimated_hours", "note notes", "note background",
                        "note cleanup_gpu_memory", "warning experimentname"}));
  EXPECT_NE(said_of(read.diagnostics, "experimentname").find("experiment_name"), std::string::npos);
}

TEST(LegacySettings, AreAnObject) {
  EXPECT_THROW(reading("[]"), Error);
  EXPECT_THROW(reading("3", true), Error);
}

TEST(LegacySettings, SurviveTopsOfTheWrongKind) {
  const LegacyReading read = reading(R"({"experiments": {"a": 1}, "governor": 3, "max_retries": "x",
      "experiment_name": [], "historical_csvs": 3, "use_deduplication": "yes", "mode": {},
      "global_settings": 7, "model_pairs": "p", "runs_per_config": null})");
  EXPECT_TRUE(read.settings.entries.empty());
  EXPECT_EQ(read.settings.retries, 2);
  EXPECT_NE(said_of(read.diagnostics, "experiments"), "");
}

}  // namespace
}  // namespace mutlua
