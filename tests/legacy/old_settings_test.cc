// SPDX-License-Identifier: MIT
// Settings files that were really used, against what the old tool did with them.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <map>

#include "base/files.h"
#include "legacy/running.h"
#include "support/legacy_data.h"
#include "support/temp_folder.h"

namespace mutlua {
namespace {

namespace fs = std::filesystem;
using test::AddedTrial;

class OldSettings : public testing::Test {
 protected:
  void SetUp() override {
    if (!fs::exists(test::legacy_data() / "settings")) {
      GTEST_SKIP() << "no settings in " << test::legacy_data() << "; set MUTLUA_LEGACY_DATA";
    }
  }
  static std::vector<fs::path> files(const char* folder) {
    std::vector<fs::path> result;
    for (const auto& entry : fs::directory_iterator(test::legacy_data() / folder)) {
      result.push_back(entry.path());
    }
    std::sort(result.begin(), result.end());
    return result;
  }
  static Json settings(const std::string& name) {
    return read_json(test::legacy_data() / "settings" / name);
  }
  static Translation read(const std::string& name, bool strict) {
    return translate(settings(name), test::catalogue(), {.source_name = name, .strict = strict});
  }
};

/// The steps of a recorded plan that a script decides.
void expect_planned(const Json& plan, const test::RunScript& run) {
  std::size_t next = 0;
  std::string background;
  std::string background_arguments;
  Json governor;
  for (const Json& op : plan.at("ops")) {
    const std::string kind = op.at("op");
    if (kind == "governor") governor = op.at("mode");
    if (kind == "background_stop") background.clear();
    if (kind == "background_start") {
      background = op.at("repo").get<std::string>() + "/" + op.at("model").get<std::string>();
      background_arguments = op.at("args");
    }
    if (kind != "train") continue;
    ASSERT_LT(next, run.trials.size());
    const AddedTrial& trial = run.trials[next++];
    SCOPED_TRACE("training " + std::to_string(next));
    EXPECT_EQ(trial.foreground,
              op.at("repo").get<std::string>() + "/" + op.at("model").get<std::string>());
    EXPECT_EQ(canonical_text(trial.values), canonical_text(op.at("hyperparameters").at("values")));
    EXPECT_EQ(trial.arguments, op.at("args").get<std::vector<std::string>>());
    EXPECT_EQ(trial.background, background);
    if (trial.parallel()) {
      EXPECT_EQ(trial.background_arguments, background_arguments);
    }
  }
  EXPECT_EQ(next, run.trials.size());
  EXPECT_EQ(run.study.value("governor", Json()), governor);
}

TEST_F(OldSettings, StrictScriptsDoWhatTheOldToolDid) {
  int compared = 0;
  for (const fs::path& file : files("plans")) {
    SCOPED_TRACE(file.filename());
    const Json plan = read_json(file);
    const Json document = settings(plan.at("settings"));
    const test::RunScript run = test::run(read(plan.at("settings"), true).script, plan.at("seed"));
    expect_planned(plan, run);
    EXPECT_EQ(run.study.at("cooling").at("seconds"), 60);
    EXPECT_EQ(run.study.at("retries"), document.value("max_retries", 2));
    EXPECT_EQ(run.study.at("argument_decimals"), 6);
    const bool any_parallel = std::any_of(run.trials.begin(), run.trials.end(),
                                          [](const auto& trial) { return trial.parallel(); });
    EXPECT_EQ(run.study.contains("settle"), any_parallel);
    if (any_parallel) {
      EXPECT_EQ(run.study.at("settle").at("seconds"), 30);
    }
    ++compared;
  }
  EXPECT_GE(compared, 17);
}

TEST_F(OldSettings, TheMendedReadingDiffersOnlyWhereADiagnosticSaysSo) {
  int equal = 0;
  for (const fs::path& file : files("settings")) {
    SCOPED_TRACE(file.filename());
    const Translation mended = read(file.filename(), false);
    const bool silent =
        std::none_of(mended.diagnostics.begin(), mended.diagnostics.end(),
                     [](const Diagnostic& one) { return one.severity == DiagnosticKind::warning; });
    if (!silent) continue;
    ++equal;
    const test::RunScript strict = test::run(read(file.filename(), true).script);
    const test::RunScript other = test::run(mended.script);
    ASSERT_EQ(strict.trials.size(), other.trials.size());
    for (std::size_t i = 0; i < other.trials.size(); ++i) {
      EXPECT_EQ(strict.trials[i].foreground, other.trials[i].foreground);
      EXPECT_EQ(canonical_text(strict.trials[i].values), canonical_text(other.trials[i].values));
      EXPECT_EQ(strict.trials[i].background, other.trials[i].background);
    }
  }
  EXPECT_GE(equal, 5);
}

TEST_F(OldSettings, AreReadAsTheyWereMeant) {
  // Trials, and how many of them beside a background.
  const std::map<std::string, std::pair<int, int>> expected = {
      {"11_models_quick_validation_1epoch", {22, 11}},
      {"all", {65, 0}},
      {"appendix_b", {11, 5}},
      {"default", {13, 0}},
      {"learning_rate_study", {30, 0}},
      {"mixed_mode_demo", {3, 0}},
      {"mutation_2x_supplement_complete", {133, 0}},
      {"mutation_2x_supplement_full_backup_20251201", {131, 0}},
      {"mutation_validation_minimal", {3, 0}},
      {"parallel_densenet_reid", {1, 1}},
      {"parallel_example", {2, 2}},
      {"parallel_feasibility_test", {12, 12}},
      {"phase7_final_completion", {52, 12}},
      {"stage11_parallel_hrnet18@v1-ba0844d4", {5, 5}},
      {"stage13_merged_final_supplement", {90, 63}},
      {"stage14_stage7_8_supplement", {7, 0}},
      {"supplement_to_30_mutations", {134, 101}},
      {"test_data_extraction_debug", {8, 4}},
      {"test_phase4_validation", {105, 46}}};
  for (const fs::path& file : files("settings")) {
    SCOPED_TRACE(file.filename());
    const Translation translation = read(file.filename(), false);
    const test::RunScript run = test::run(translation.script);
    const auto parallel = std::count_if(run.trials.begin(), run.trials.end(),
                                        [](const auto& trial) { return trial.parallel(); });
    const std::string stem = file.stem();
    ASSERT_TRUE(expected.contains(stem));
    EXPECT_EQ(run.trials.size(), expected.at(stem).first);
    EXPECT_EQ(parallel, expected.at(stem).second);
    for (const std::string& warning : run.warnings) {
      const bool absent = warning.find("the history ") == 0;  // of its tables none is here
      EXPECT_TRUE(absent || warning.find("different sets of") != std::string::npos) << warning;
    }
    EXPECT_EQ(translation.complete, stem != "all" && stem != "default");
  }
}

TEST_F(OldSettings, BecomeShortScriptsWithoutALintersWarning) {
  if (std::system("luacheck --version >/dev/null 2>&1") != 0) GTEST_SKIP() << "no luacheck";
  const TempFolder folder;
  for (const fs::path& file : files("settings")) {
    for (const bool strict : {false, true}) {
      const std::string script = read(file.filename(), strict).script;
      EXPECT_EQ(script, read(file.filename(), strict).script);
      EXPECT_LT(std::count(script.begin(), script.end(), '\n'), 200) << file;
      write_file(folder.path() / (file.stem().string() + (strict ? "-strict.lua" : ".lua")),
                 script);
    }
  }
  const std::string command = "luacheck -q --no-color --config '" +
                              std::string(MUTLUA_SOURCE_FOLDER) + "/.luacheckrc' '" +
                              folder.path().string() + "'";
  EXPECT_EQ(std::system(command.c_str()), 0);
}

}  // namespace
}  // namespace mutlua
