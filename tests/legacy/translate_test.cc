// SPDX-License-Identifier: MIT
#include "legacy/translate.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "legacy/running.h"
#include "support/temp_folder.h"

namespace mutlua {
namespace {

std::string script(const std::string& experiments, const std::string& top = "") {
  return test::translated(parse_json("{\"experiment_name\": \"s\"," + top + "\"experiments\": [" +
                                         experiments + "]}",
                                     "x"))
      .script;
}

TEST(Translation, ReadsAsAPersonWouldWriteIt) {
  EXPECT_EQ(script(R"({"mode": "parallel",
        "foreground": {"repo": "pytorch_resnet_cifar10", "model": "resnet20", "mode": "mutation",
                       "mutate": ["learning_rate"]},
        "background": {"repo": "VulBERTa", "model": "mlp", "hyperparameters": {"epochs": 1}},
        "comment": "some remark"})",
                   R"("description": "Why it is done.", "governor": "performance",
                      "runs_per_config": 2,)"),
            R"lua(-- From settings/test.json. Edit freely: this script is now the design.
-- Why it is done.
local mut = require "mutlua"

local study = mut.study {
  name = "s", draws = "sequence", governor = "performance", governor_required = false, retries = 2,
  cooling = { seconds = 60 }, settle = { seconds = 30 }, range_warnings = false,
}

-- some remark
local foreground = mut.model "pytorch_resnet_cifar10/resnet20"
local background = mut.model "VulBERTa/mlp":with { epochs = 1 }
for _, values in ipairs(mut.mutations(foreground, { "learning_rate" }, 2)) do
  study:add { foreground = foreground:with(values), background = background }
end

study:run()
)lua");
}

TEST(Translation, OfSomeModelsIsALoopOverThem) {
  const std::string text =
      script(R"({"repo": "examples", "model": "mnist"}, {"repo": "examples", "model": "siamese"})");
  EXPECT_NE(text.find(R"lua(
local models = { mut.model "examples/mnist", mut.model "examples/siamese" }
for _, foreground in ipairs(models) do
  for _, values in ipairs(mut.mutations(foreground, "all", 1)) do
    study:add { foreground = foreground:with(values) }
  end
end
)lua"),
            std::string::npos)
      << text;
}

TEST(Translation, OfFixedValuesIsATableOfTrials) {
  const std::string text = script(
      R"({"repo": "examples", "model": "mnist", "mode": "default", "runs_per_config": 2},
         {"mode": "parallel", "foreground": {"repo": "examples", "model": "mnist",
          "mode": "default"}, "background": {"repo": "examples", "model": "siamese"}})");
  EXPECT_NE(text.find("training_seed = \"fixed\""), std::string::npos);
  EXPECT_NE(text.find("  { foreground = mut.model \"examples/mnist\", replicates = 2 },\n"),
            std::string::npos)
      << text;
  const test::RunScript run = test::run(text);
  ASSERT_EQ(run.trials.size(), 3u);
  EXPECT_TRUE(run.trials[2].parallel());
}

TEST(Translation, JoinsExperimentsThatDifferInOneName) {
  const std::string text = script(
      R"({"repo": "examples", "model": "mnist", "mutate": ["epochs"]},
         {"repo": "examples", "model": "mnist", "mutate": ["seed"]},
         {"repo": "examples", "model": "siamese", "mutate": ["seed"]})");
  EXPECT_NE(text.find(R"(mutate = { "epochs", "seed" })"), std::string::npos) << text;
  const test::RunScript run = test::run(text);
  ASSERT_EQ(run.trials.size(), 3u);
  EXPECT_TRUE(run.trials[0].values.contains("epochs"));
  EXPECT_TRUE(run.trials[1].values.contains("seed"));
}

TEST(Translation, NamesTheLoadThatSomeExperimentsShare) {
  const std::string parallel =
      R"({"mode": "parallel", "background": {"repo": "examples", "model": "siamese"},
          "foreground": {"repo": "examples", "mutate": ["seed"], "model": )";
  const std::string text = script(R"({"repo": "examples", "model": "mnist", "mutate": ["seed"]},)" +
                                  parallel + "\"mnist\"}}," + parallel + "\"mnist_ff\"}}");
  EXPECT_NE(text.find("local load = mut.model \"examples/siamese\"\n"), std::string::npos) << text;
  const test::RunScript run = test::run(text);
  ASSERT_EQ(run.trials.size(), 3u);
  EXPECT_FALSE(run.trials[0].parallel());
  EXPECT_EQ(run.trials[2].background, "examples/siamese");
}

TEST(Translation, DrawsInTheOrderOfTheFile) {
  const test::RunScript run = test::run(script(
      R"({"repo": "examples", "model": "mnist", "mutate": ["epochs"], "runs_per_config": 2},
         {"repo": "examples", "model": "mnist", "mode": "default"},
         {"repo": "examples", "model": "siamese", "mutate": ["seed", "epochs"]})"));
  ASSERT_EQ(run.trials.size(), 4u);
  ASSERT_EQ(run.draws.size(), 2u);
  EXPECT_EQ(run.draws[1].at("names"), Json::array({"seed", "epochs"}));
  EXPECT_TRUE(run.trials[2].values.empty());
}

TEST(Translation, HandsOverRangesHistoryAndTimeLimits) {
  const test::RunScript run = test::run(script(
      R"({"repo": "examples", "model": "mnist", "timeout": 90,
          "mutate_params": {"learning_rate": {"min": 0.01, "max": 0.1}}},
         {"mode": "parallel", "timeout": 90,
          "foreground": {"repo": "examples", "model": "mnist", "mutate": ["seed"]},
          "background": {"repo": "examples", "model": "siamese"}})",
      R"("use_deduplication": true, "historical_csvs": ["data/raw.csv"],)"));
  ASSERT_EQ(run.draws.size(), 2u);
  EXPECT_EQ(run.draws[0].at("ranges").at("learning_rate").at("kind"), "log_uniform");
  EXPECT_EQ(run.draws[0].at("ranges").at("learning_rate").at("high"), 0.1);
  EXPECT_EQ(run.draws[0].at("past").at("files"), Json::array({"data/raw.csv"}));
  EXPECT_EQ(run.draws[0].at("past").at("mode"), "sequential");
  EXPECT_EQ(run.draws[1].at("past").at("mode"), "parallel");
  EXPECT_TRUE(run.draws[1].at("ranges").empty());
  for (const auto& trial : run.trials) EXPECT_EQ(trial.timeout_seconds, 90);
}

TEST(Translation, LeavesOutWhatATableHoldsAndTheOldToolOnlyIfItWereNoWholeNumber) {
  const TempFolder folder;
  std::string csv = "experiment_id,timestamp,repository,model,hyperparam_kfold\r\n";
  for (int fold = 2; fold <= 8; ++fold)
    csv += "x,t,bug-localization-by-dnn-and-rvsm,default," + std::to_string(fold) + ".0\r\n";
  const Json settings = {{"use_deduplication", true},
                         {"historical_csvs", {folder.write("past.csv", csv).string()}},
                         {"experiments",
                          {{{"repo", "bug-localization-by-dnn-and-rvsm"},
                            {"model", "default"},
                            {"runs_per_config", 3},
                            {"mutate", {"kfold"}}}}}};
  const test::RunScript mended = test::run(test::translated(settings).script);
  ASSERT_EQ(mended.trials.size(), 1u);  // kfold is drawn from 2 to 10, which is the default
  EXPECT_EQ(mended.trials[0].values.at("kfold"), 9);
  EXPECT_EQ(test::run(test::translated(settings, true).script).trials.size(), 3u);
}

TEST(Translation, MeansTheValuesThatLieOutsideOfTheCataloguesRanges) {
  const std::string text =
      script(R"({"repo": "examples", "model": "mnist", "mutate_params": {"epochs": {"min": 40,
                 "max": 50}}, "mode": "mutation", "hyperparameters": {"learning_rate": 9}})");
  EXPECT_NE(text.find("range_warnings = false"), std::string::npos) << text;
  const test::RunScript run = test::run(text);
  ASSERT_EQ(run.trials.size(), 1u);
  EXPECT_GE(run.trials[0].values.at("epochs"), 40);
  EXPECT_TRUE(run.warnings.empty()) << run.warnings[0];
  EXPECT_EQ(script(R"({"repo": "examples", "model": "mnist"})").find("range_warnings"),
            std::string::npos);
}

/// The design of a campaign: every model, each hyperparameter, alone and beside a load, thrice.
Json campaign() {
  Json settings = {{"experiment_name", "campaign"}, {"experiments", Json::array()}};
  for (int round = 0; round < 3; ++round) {
    for (const Model& model : test::catalogue().models()) {
      for (const std::string& name : model.hyperparameter_names()) {
        Json foreground = {{"repo", model.repository},
                           {"model", model.model},
                           {"mode", "mutation"},
                           {"mutate", {name}}};
        settings["experiments"].push_back(foreground);
        settings["experiments"].push_back(
            {{"mode", "parallel"},
             {"foreground", foreground},
             {"background", {{"repo", "examples"}, {"model", "mnist"}}}});
      }
    }
  }
  return settings;
}

TEST(Translation, OfHundredsOfExperimentsIsAShortLoop) {
  const Json settings = campaign();
  ASSERT_GT(settings.at("experiments").size(), 240u);
  const Translation translation = test::translated(settings);
  EXPECT_NE(translation.script.find("for _ = 1, 3 do"), std::string::npos);
  EXPECT_EQ(test::run(translation.script).trials.size(), settings.at("experiments").size());
}

TEST(Translation, OfNothingIsAStudyWithoutTrials) {
  EXPECT_TRUE(test::run(test::translated("{}").script).trials.empty());
}

TEST(Translation, RepeatsWhatIsWrittenTwice) {
  const std::string one =
      R"({"repo": "examples", "model": "mnist", "mode": "default", "hyperparameters": {"epochs": 1}})";
  EXPECT_EQ(test::run(script(one + "," + one + "," + one)).trials.size(), 3u);
  const std::string drawn = R"({"repo": "examples", "model": "mnist", "mutate": ["seed"]})";
  const test::RunScript run = test::run(script(drawn + "," + drawn));
  ASSERT_EQ(run.trials.size(), 2u);
  EXPECT_NE(run.trials[0].values, run.trials[1].values);
}

}  // namespace
}  // namespace mutlua
