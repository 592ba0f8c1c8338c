// SPDX-License-Identifier: MIT
// The reading of the old tool's last version, with its blind spots.
#include <gtest/gtest.h>

#include "legacy/running.h"

namespace mutlua {
namespace {

LegacyReading reading(const std::string& experiments, const std::string& top = "") {
  const std::string text = "{" + top + "\"experiments\": [" + experiments + "]}";
  return read_legacy_settings(parse_json(text, "x"), test::catalogue(), "x.json", true);
}

const LegacyEntry& only(const LegacyReading& read) {
  EXPECT_EQ(read.settings.entries.size(), 1u);
  return read.settings.entries.at(0);
}

using Names = std::vector<std::string>;

TEST(StrictReading, MutatesEverythingWhereItWasNotToldOtherwise) {
  const auto read = reading(R"({"repo": "MRT-OAST", "model": "default", "runs_per_config": 7,
      "mutate_params": ["epochs"], "mode": "nonparallel", "hyperparameters": {"seed": 1}})");
  EXPECT_EQ(only(read).mutated, Names{"all"});
  EXPECT_TRUE(only(read).foreground.values.empty());
  EXPECT_NE(test::said_of(read.diagnostics, "experiments[0].mutate_params"), "");
  EXPECT_NE(test::said_of(read.diagnostics, "experiments[0].hyperparameters"), "");
}

TEST(StrictReading, KnowsModesToTheLetter) {
  EXPECT_EQ(only(reading(R"({"repo": "examples", "model": "mnist", "mode": "Default"})")).mutated,
            Names{"all"});
  EXPECT_EQ(only(reading(R"({"repo": "examples", "model": "mnist", "mode": null})",
                         R"("mode": "default",)"))
                .mutated,
            Names{"all"});
  EXPECT_TRUE(only(reading(R"({"repo": "examples", "model": "mnist"})", R"("mode": "default",)"))
                  .mutated.empty());
}

TEST(StrictReading, TakesEveryOtherModeOfAForegroundForFixedValues) {
  const std::string rest = R"("background": {"repo": "examples", "model": "siamese"}})";
  EXPECT_TRUE(only(reading(R"({"mode": "parallel", "foreground": {"repo": "examples",
      "model": "mnist", "mode": "anything", "mutate": ["seed"]},)" +
                           rest))
                  .mutated.empty());
  EXPECT_EQ(only(reading(R"({"mode": "parallel", "foreground": {"repo": "examples",
      "model": "mnist"},)" +
                         rest))
                .mutated,
            Names{"all"});
}

TEST(StrictReading, IgnoresNumMutationsAndFixedValues) {
  const auto read = reading(R"({"repo": "examples", "model": "mnist_ff", "num_mutations": 3,
      "mutate": ["epochs"], "fixed_hyperparams": {"batch_size": 10000}})",
                            R"("mode": "batch", "runs_per_config": 2,)");
  EXPECT_EQ(only(read).runs, 2);
  EXPECT_TRUE(only(read).foreground.values.empty());
}

TEST(StrictReading, LeavesOutWhatNamesNoRepo) {
  const Translation translation = test::translated(
      R"({"experiments": [{"repository": "examples", "model": "mnist"}], "model_pairs": []})",
      true);
  EXPECT_FALSE(translation.complete);
  EXPECT_TRUE(test::run(translation.script).trials.empty());
}

TEST(StrictReading, TakesANegativeNumberOfRunsForNone) {
  EXPECT_TRUE(reading(R"({"repo": "examples", "model": "mnist", "runs_per_config": -3})")
                  .settings.entries.empty());
}

TEST(StrictReading, RecordsValuesThatItNeverPasses) {
  const Translation translation = test::translated(R"({"experiments": [{"repo": "VulBERTa",
      "model": "mlp", "mode": "default", "hyperparameters": {"dropout": 0.2, "epochs": 1}}]})",
                                                   true);
  const test::RunScript run = test::run(translation.script);
  EXPECT_EQ(canonical_text(run.trials.at(0).values), R"({"dropout":0.2,"epochs":1})");
  EXPECT_EQ(run.trials.at(0).arguments, (Names{"-n", "mlp", "-d", "d2a", "--epochs", "1"}));
}

TEST(StrictReading, KeepsTheOrderOfArguments) {
  const Translation translation = test::translated(R"({"experiments": [
      {"repo": "examples", "model": "mnist", "mode": "default",
       "hyperparameters": {"seed": 1, "epochs": 2}},
      {"repo": "examples", "model": "mnist", "mutate": ["seed", "epochs"]}]})",
                                                   true);
  const test::RunScript run = test::run(translation.script);
  EXPECT_EQ(run.trials.at(0).arguments, (Names{"-n", "mnist", "--seed", "1", "-e", "2"}));
  EXPECT_EQ(run.trials.at(1).arguments.at(2), "--seed");
  const std::string mended = test::translated(R"({"experiments": [
      {"repo": "examples", "model": "mnist", "mutate": ["seed", "epochs"]}]})")
                                 .script;
  EXPECT_EQ(test::run(mended).trials.at(0).arguments.at(2), "-e");
}

TEST(StrictReading, PassesSixDecimals) {
  EXPECT_EQ(test::run(test::translated("{}", true).script).study.at("argument_decimals"), 6);
  EXPECT_FALSE(test::run(test::translated("{}").script).study.contains("argument_decimals"));
}

}  // namespace
}  // namespace mutlua
