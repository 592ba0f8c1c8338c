// SPDX-License-Identifier: MIT
// How each way in which settings were written is understood.
#include <gtest/gtest.h>

#include "legacy/running.h"

namespace mutlua {
namespace {

using Places = std::vector<std::string>;

/// The settings with these experiments, written between the brackets.
LegacyReading reading(const std::string& experiments, const std::string& top = "") {
  const std::string text = "{" + top + "\"experiments\": [" + experiments + "]}";
  return read_legacy_settings(parse_json(text, "x"), test::catalogue(), "x.json", false);
}

const LegacyEntry& only(const LegacyReading& read) {
  EXPECT_EQ(read.settings.entries.size(), 1u);
  return read.settings.entries.at(0);
}

TEST(Dialect, NamesWithoutAModeAreMutated) {
  const auto read = reading(R"({"repo": "examples", "model": "mnist", "mutate": ["epochs"]})");
  EXPECT_EQ(only(read).mutated, Places{"epochs"});
  EXPECT_TRUE(read.diagnostics.empty());
}

TEST(Dialect, ModeDefaultPassesItsValues) {
  const auto read = reading(R"({"repo": "examples", "model": "mnist", "mode": "default",
      "hyperparameters": {"epochs": 3, "learning_rate": 0.5}})",
                            R"("runs_per_config": 2,)");
  EXPECT_TRUE(only(read).mutated.empty());
  EXPECT_EQ(only(read).runs, 2);
  EXPECT_EQ(only(read).foreground.values, (Values{{"epochs", 3}, {"learning_rate", 0.5}}));
}

TEST(Dialect, ModeParallelHasAForegroundAndABackground) {
  const auto read = reading(R"({"mode": "parallel", "repo": "placeholder", "model": "placeholder",
      "foreground": {"repo": "examples", "model": "mnist", "mode": "mutation", "mutate": ["all"]},
      "background": {"repo": "VulBERTa", "model": "mlp", "hyperparameters": {"epochs": 1}}})");
  EXPECT_EQ(only(read).foreground.model, "examples/mnist");
  EXPECT_EQ(only(read).mutated, Places{"all"});
  EXPECT_EQ(only(read).background->model, "VulBERTa/mlp");
  EXPECT_EQ(only(read).background->values, (Values{{"epochs", 1}}));
  EXPECT_EQ(test::places(read.diagnostics),
            (Places{"note experiments[0].repo", "note experiments[0].model"}));
}

TEST(Dialect, MixedAtTheTopIsALabel) {
  const auto read = reading(
      R"({"repo": "examples", "model": "mnist", "mode": "default"},
         {"repo": "examples", "model": "mnist", "mutate": ["seed"]})",
      R"("mode": "mixed",)");
  ASSERT_EQ(read.settings.entries.size(), 2u);
  EXPECT_TRUE(read.settings.entries[0].mutated.empty());
  EXPECT_EQ(read.settings.entries[1].mutated, Places{"seed"});
}

TEST(Dialect, RunsOfTheExperimentWinOverTheForegroundsAndTheTops) {
  const std::string foreground =
      R"("foreground": {"repo": "examples", "model": "mnist", "mutate": ["seed"],
                        "runs_per_config": 3},
         "background": {"repo": "examples", "model": "siamese"})";
  const std::string top = R"("runs_per_config": 7,)";
  EXPECT_EQ(
      only(reading(R"({"mode": "parallel", "runs_per_config": 5,)" + foreground + "}", top)).runs,
      5);
  EXPECT_EQ(only(reading(R"({"mode": "parallel",)" + foreground + "}", top)).runs, 3);
  EXPECT_EQ(only(reading(R"({"repo": "examples", "model": "mnist"})", top)).runs, 7);
}

TEST(Dialect, NonparallelWithMutateParamsIsASequentialMutation) {
  const auto read = reading(R"({"repo": "MRT-OAST", "model": "default", "baseline_runs": 0,
      "runs_per_config": 7, "mutate_params": ["epochs"], "mode": "nonparallel"})");
  EXPECT_EQ(only(read).mutated, Places{"epochs"});
  EXPECT_EQ(only(read).runs, 7);
  EXPECT_EQ(test::places(read.diagnostics),
            (Places{"note experiments[0].mode", "warning experiments[0].mutate_params",
                    "note experiments[0].baseline_runs"}));
}

TEST(Dialect, BaselineRunsComeBeforeTheMutations) {
  const auto read = reading(R"({"repo": "examples", "model": "mnist", "baseline_runs": 2,
      "mutate": ["epochs"], "hyperparameters": {"seed": 4}})");
  ASSERT_EQ(read.settings.entries.size(), 2u);
  EXPECT_TRUE(read.settings.entries[0].mutated.empty());
  EXPECT_EQ(read.settings.entries[0].runs, 2);
  EXPECT_EQ(read.settings.entries[0].foreground.values, (Values{{"seed", 4}}));
}

TEST(Dialect, NonparallelForbidsABackground) {
  const auto read = reading(R"({"mode": "nonparallel", "repo": "examples", "model": "mnist",
      "mutate": ["seed"], "background": {"repo": "examples", "model": "siamese"}})");
  EXPECT_FALSE(only(read).background);
  EXPECT_NE(test::said_of(read.diagnostics, "experiments[0].background"), "");
}

TEST(Dialect, MutateParamsMayBringRangesOfTheirOwn) {
  const auto read = reading(R"({"repo": "VulBERTa", "model": "mlp", "mutation_type": "mutation",
      "mutate_params": {"epochs": {"distribution": "log_uniform", "min": 5, "max": 20},
                        "seed": {"max": 10}, "weight_decay": {}}})");
  EXPECT_EQ(only(read).mutated, (Places{"epochs", "seed", "weight_decay"}));
  const std::vector<LegacyRange> ranges = {{"epochs", 5, 20, Distribution::log_uniform, true},
                                           {"seed", 0, 10, Distribution::uniform, true}};
  EXPECT_EQ(only(read).ranges, ranges);
}

TEST(Dialect, MutationTypeIsAMode) {
  const auto read = reading(
      R"({"repo": "VulBERTa", "model": "mlp", "mutation_type": "default", "runs_per_config": 8},
         {"mutation_type": "parallel", "foreground": {"repo": "VulBERTa", "model": "mlp",
          "mutation_type": "default"}, "background": {"repo": "examples", "model": "mnist"}})");
  ASSERT_EQ(read.settings.entries.size(), 2u);
  EXPECT_TRUE(read.settings.entries[0].mutated.empty());
  EXPECT_TRUE(read.settings.entries[1].mutated.empty());
  EXPECT_TRUE(read.settings.entries[1].background->values.empty());
}

TEST(Dialect, ExperimentTypeWithATimeLimitAndNothingToMutate) {
  const auto read = reading(
      R"({"experiment_type": "default", "repo": "examples", "model": "mnist", "mode": "nonparallel",
          "timeout": 1800},
         {"experiment_type": "parallel", "timeout": 90,
          "foreground": {"repo": "examples", "model": "mnist", "mutate_params": {}},
          "background": {"repo": "examples", "model": "siamese", "mutate_params": {}}},
         {"mode": "nonparallel", "repo": "examples", "model": "mnist"})");
  ASSERT_EQ(read.settings.entries.size(), 3u);
  for (const LegacyEntry& entry : read.settings.entries) EXPECT_TRUE(entry.mutated.empty());
  EXPECT_EQ(read.settings.entries[0].timeout_seconds, 1800);
  EXPECT_EQ(read.settings.entries[1].timeout_seconds, 90);
}

TEST(Dialect, RepositoryAndValuesWithoutAModeAreFixed) {
  const auto read = reading(R"({"experiment_id": 1, "repository": "examples", "model": "mnist",
      "hyperparameters": {"epochs": 2}})");
  EXPECT_TRUE(only(read).mutated.empty());
  EXPECT_EQ(only(read).foreground.values, (Values{{"epochs", 2}}));
  EXPECT_NE(test::said_of(read.diagnostics, "experiments[0].repository"), "");
}

TEST(Dialect, BatchRunsItsNumberOfMutationsWithTheFixedValues) {
  const auto read = reading(R"({"repo": "examples", "model": "mnist_ff", "num_mutations": 3,
      "mutate": ["epochs"], "fixed_hyperparams": {"batch_size": 10000, "epochs": 4}})",
                            R"("mode": "batch", "runs_per_config": 2,)");
  EXPECT_EQ(only(read).runs, 3);
  EXPECT_EQ(only(read).foreground.values, (Values{{"batch_size", 10000}}));
  EXPECT_NE(test::said_of(read.diagnostics, "experiments[0].num_mutations"), "");
  EXPECT_NE(test::said_of(read.diagnostics, "experiments[0].fixed_hyperparams"), "");
}

TEST(Dialect, RemarksAloneAreAHeadingOfWhatFollows) {
  const auto read = reading(R"({"comment": "=== part one ==="},
      {"repo": "examples", "model": "mnist", "mutate": ["seed"], "comment": "first"})");
  EXPECT_EQ(only(read).remarks, (Places{"=== part one ===", "first"}));
  EXPECT_TRUE(only(read).opens_section);
  EXPECT_EQ(test::places(read.diagnostics),
            (Places{"note experiments[0].comment", "note experiments[1].comment"}));
}

TEST(Dialect, BackgroundLoadStandsBesideTheModelThatIsMeasured) {
  const auto read = reading(R"({"repository": "examples", "model": "mnist", "mode": "parallel",
      "mutate_params": ["epochs", "seed"], "runs_per_config": 5,
      "background_load": {"repository": "examples", "model": "siamese"}})");
  EXPECT_EQ(only(read).foreground.model, "examples/mnist");
  EXPECT_EQ(only(read).background->model, "examples/siamese");
  EXPECT_EQ(only(read).mutated, (Places{"epochs", "seed"}));
}

TEST(Dialect, PairsAtTheirDefaultsAreTheStudyOfElevenTrials) {
  const Translation translation = test::translated(R"({"experiment_name": "pairs",
      "concurrent_mode": true, "model_pairs": [
        {"model_a": {"repo": "examples", "model": "mnist", "hp": "default"},
         "model_b": {"repo": "Person_reID", "model": "densenet121", "hp": "default"}}]})");
  const test::RunScript run = test::run(translation.script);
  ASSERT_EQ(run.trials.size(), 11u);
  EXPECT_EQ(run.trials[0].foreground, "Person_reID_baseline_pytorch/densenet121");
  EXPECT_EQ(run.trials[0].background, "examples/mnist");
  EXPECT_EQ(run.trials[2].label, "companion");
  EXPECT_EQ(run.trials[3].label, "lr_min");
  EXPECT_EQ(run.trials[3].values["learning_rate"], 0.01);
  EXPECT_EQ(run.trials[10].values["epochs"], 90);
  EXPECT_TRUE(translation.complete);
}

TEST(Dialect, APairThatStatesValuesIsOneTrial) {
  const Translation translation = test::translated(R"({"model_pairs": [
      {"model_a": {"repo": "examples", "model": "mnist", "hp": "default"},
       "model_b": {"repo": "bug", "model": "default", "hp": "lr_max"}},
      {"model_a": {"repo": "examples", "model": "mnist", "hp": {"epochs": 7}},
       "model_b": {"repo": "MRT-OAST", "model": "default"}},
      {"model_a": {"repo": "examples", "model": "mnist", "hp": "lr_mx"},
       "model_b": {"repo": "MRT-OAST", "model": "default"}}]})");
  const test::RunScript run = test::run(translation.script);
  ASSERT_EQ(run.trials.size(), 2u);
  EXPECT_EQ(run.trials[0].foreground, "examples/mnist");
  EXPECT_NE(run.trials[0].background_arguments.find("--alpha 5e-05"), std::string::npos);
  EXPECT_EQ(run.trials[1].values["epochs"], 7);
  EXPECT_EQ(run.trials[1].values["seed"], 1);
  EXPECT_FALSE(translation.complete);
  EXPECT_NE(test::said_of(translation.diagnostics, "model_pairs[2].model_a.hp"), "");
}

TEST(Dialect, AnAbbreviationThatFitsTwiceIsRefused) {
  Catalogue catalogue;
  catalogue.add(Json::parse(R"({"models": {"ab": {"path": ".", "command": ["x"], "models": ["m"]},
      "ac": {"path": ".", "command": ["x"], "models": ["m"]}}})"),
                "c.json");
  const auto read =
      read_legacy_settings(Json::parse(R"({"model_pairs": [{"model_a": {"repo": "a", "model": "m"},
                                       "model_b": {"repo": "ab", "model": "m"}}]})"),
                           catalogue, "x.json", false);
  EXPECT_EQ(test::said_of(read.diagnostics, "model_pairs[0].model_a.repo"),
            "left out: 'a' may stand for ab or ac");
}

struct LeftOut {
  const char* experiment;
  const char* where;
  const char* message;
};

class Unrunnable : public testing::TestWithParam<LeftOut> {};

TEST_P(Unrunnable, IsLeftOutAndTheRestRuns) {
  const Translation translation = test::translated(
      parse_json(std::string(R"({"experiments": [)") + GetParam().experiment +
                     R"(, {"repo": "examples", "model": "mnist", "mode": "default"}]})",
                 "x"));
  EXPECT_FALSE(translation.complete);
  EXPECT_NE(test::said_of(translation.diagnostics, GetParam().where).find(GetParam().message),
            std::string::npos)
      << test::said_of(translation.diagnostics, GetParam().where);
  EXPECT_EQ(test::run(translation.script).trials.size(), 1u);
}

INSTANTIATE_TEST_SUITE_P(
    Experiment, Unrunnable,
    testing::Values(
        LeftOut{R"({"repo": "examples", "model": "mnist_cnn"})", "experiments[0].model",
                "it is called 'mnist' now"},
        LeftOut{R"({"repo": "exampels", "model": "mnist"})", "experiments[0].repo",
                "did you mean 'examples'?"},
        LeftOut{R"({"model": "mnist", "mutate": ["all"]})", "experiments[0].repo", "missing"},
        LeftOut{R"({"repo": "examples", "mutate": ["all"]})", "experiments[0].model", "missing"},
        LeftOut{R"({"repo": "examples", "model": "mnist", "mutate": ["epoch"]})",
                "experiments[0].mutate", "nothing to mutate"},
        LeftOut{R"({"repo": "examples", "model": "mnist", "mutate": 3})", "experiments[0].mutate",
                "expected a list"},
        LeftOut{R"({"repo": "examples", "model": "mnist", "runs_per_config": -1})",
                "experiments[0].runs_per_config", "expected a whole number"},
        LeftOut{R"({"repo": "examples", "model": "mnist", "runs_per_config": 1.5})",
                "experiments[0].runs_per_config", "expected a whole number"},
        LeftOut{R"({"repo": "examples", "model": "mnist", "timeout": 0})", "experiments[0].timeout",
                "above 0"},
        LeftOut{R"({"repo": "examples", "model": "mnist", "mode": "default",
                    "hyperparameters": {"epochs": "many"}})",
                "experiments[0].hyperparameters.epochs", "expected a number"},
        LeftOut{R"({"repo": "examples", "model": "mnist",
                    "mutate_params": {"epochs": {"min": 9, "max": 1}}})",
                "experiments[0].mutate_params.epochs", "min is above max"},
        LeftOut{R"({"repo": "examples", "model": "mnist",
                    "mutate_params": {"learning_rate": {"min": 0}}})",
                "experiments[0].mutate_params.learning_rate", "above 0"},
        LeftOut{R"({"mode": "parallel", "foreground": {"repo": "examples", "model": "mnist"}})",
                "experiments[0].background", "needs one"},
        LeftOut{R"({"mode": "parallel", "background": {"repo": "examples", "model": "mnist"}})",
                "experiments[0].foreground", "nothing is measured"},
        LeftOut{"17", "experiments[0]", "expected an object"}));

TEST(Dialect, ValuesAreRepairedAsThePassingOfThemDid) {
  const auto read = reading(R"({"repo": "examples", "model": "mnist", "mode": "default",
      "hyperparameters": {"epochs": 2.9, "learning_rate": "0.5", "batchsize": 8}})");
  EXPECT_EQ(only(read).foreground.values, (Values{{"epochs", 2}, {"learning_rate", 0.5}}));
  EXPECT_EQ(read.diagnostics.size(), 3u);
  EXPECT_NE(test::said_of(read.diagnostics, "experiments[0].hyperparameters.batchsize")
                .find("did you mean 'batch_size'?"),
            std::string::npos);
}

TEST(Dialect, NothingIsRunNoughtTimes) {
  const auto read = reading(R"({"repo": "examples", "model": "mnist", "runs_per_config": 0})");
  EXPECT_TRUE(read.settings.entries.empty());
  EXPECT_EQ(test::places(read.diagnostics), Places{"note experiments[0].runs_per_config"});
}

TEST(Dialect, UnknownModesAreReportedAndTheOtherKeysDecide) {
  const auto read = reading(
      R"({"repo": "examples", "model": "mnist", "mode": "Default"},
         {"repo": "examples", "model": "mnist", "mode": "mutate", "mutate": ["seed"]})");
  ASSERT_EQ(read.settings.entries.size(), 2u);
  EXPECT_TRUE(read.settings.entries[0].mutated.empty());
  EXPECT_EQ(read.settings.entries[1].mutated, Places{"seed"});
  EXPECT_EQ(test::places(read.diagnostics),
            (Places{"warning experiments[0].mode", "warning experiments[1].mode"}));
}

TEST(Dialect, AForegroundShowsThatAnExperimentIsParallel) {
  const auto read = reading(R"({"foreground": {"repo": "examples", "model": "mnist",
      "mutate": ["seed"]}, "background": {"repo": "examples", "model": "siamese"}})",
                            R"("mode": "mutation",)");
  EXPECT_TRUE(only(read).background);
}

TEST(Dialect, AListOfNamesMayBeWrittenAsText) {
  EXPECT_EQ(
      only(reading(R"({"repo": "examples", "model": "mnist", "mutate": "epochs, seed"})")).mutated,
      (Places{"epochs", "seed"}));
  EXPECT_EQ(only(reading(R"({"repo": "examples", "model": "mnist", "mutate": "all"})")).mutated,
            Places{"all"});
}

}  // namespace
}  // namespace mutlua
