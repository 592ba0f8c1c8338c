// SPDX-License-Identifier: MIT
// Whether what is done was measured with the trainings as they are now.
#include <gtest/gtest.h>

#include "lab/bench.h"

namespace mutlua {
namespace {

const Json kTrial = {{"foregrounds", {LabBench::model("a")}}};

class Sources : public testing::Test {
 protected:
  Sources() {
    bench.machine.repository = [this](const std::filesystem::path& of) {
      const auto commit = commits.find(of.lexically_relative(bench.folder.path()).string());
      if (commit == commits.end()) return Json(nullptr);
      return Json{{"folder", of.string()}, {"commit", commit->second}, {"dirty", false}};
    };
  }

  /// Measures the trial in one folder; then the catalogue says another one. Whether what is done
  /// is another version's.
  bool is_outdated_after_moving(const std::string& from, const std::string& to) {
    train_in(from);
    bench.identify({kTrial});
    bench.measure(kTrial, 1);
    bench.options.remeasure = true;
    bench.restart();
    train_in(to);
    return !bench.identify({kTrial}).at("trials")[0].at("done").get<bool>();
  }

  LabBench bench;
  std::map<std::string, std::string> commits;  ///< by folder; those without are in no repository

 private:
  void train_in(const std::string& folder) {
    const auto script = bench.folder.write(folder + "/train.sh", "#!/bin/sh\n");
    std::filesystem::permissions(script, std::filesystem::perms::owner_all);
    const Json repository = {{"path", (bench.folder / folder).string()},
                             {"train_script", "./train.sh"},
                             {"models", {"a", "b"}},
                             {"model_flag", "-n"},
                             {"metrics", {{"accuracy", "accuracy: ([0-9.]+)"}}}};
    bench.catalogue = Catalogue();
    bench.catalogue.add({{"catalogue", "tests"}, {"models", {{"test", repository}}}}, "moved.json");
    bench.begin_study();
  }
};

TEST_F(Sources, ThatStayedAtTheirCommitAreTheSame) {
  commits = {{"one", "0a0a0a0a"}};
  EXPECT_FALSE(is_outdated_after_moving("one", "one"));
}

TEST_F(Sources, ThatMovedAreTheSameAtTheSameCommit) {
  commits = {{"one", "0a0a0a0a"}, {"two", "0a0a0a0a"}};
  EXPECT_FALSE(is_outdated_after_moving("one", "two"));
}

TEST_F(Sources, ThatMovedToAnotherCommitAreOtherOnes) {
  commits = {{"one", "0a0a0a0a"}, {"two", "0b0b0b0b"}};
  EXPECT_TRUE(is_outdated_after_moving("one", "two"));
}

TEST_F(Sources, ThatMovedOutOfARepositoryAreOtherOnes) {
  commits = {{"one", "0a0a0a0a"}};
  EXPECT_TRUE(is_outdated_after_moving("one", "two"));
}

TEST_F(Sources, InAnotherFolderOfTheSameRepositoryAreOtherOnes) {
  bench.folder.write("all/.git", "");
  commits = {{"all/one", "0a0a0a0a"}, {"all/two", "0a0a0a0a"}};
  EXPECT_TRUE(is_outdated_after_moving("all/one", "all/two"));
}

}  // namespace
}  // namespace mutlua
