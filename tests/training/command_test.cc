// SPDX-License-Identifier: MIT
#include "training/command.h"

#include <unistd.h>

#include "support.h"

namespace mutlua {
namespace {

using test::error_of;

Model model_with_everything() {
  Catalogue catalogue;
  catalogue.add(Json::parse(R"({"models": {"r": {
    "path": "repos/r", "command": ["python", "train.py"], "prefix": ["nice"], "models": ["m", "default"],
    "model_flag": "-n", "required_args": {"dataset": "-d d2a"}, "env": {"A": "1"},
    "hyperparameters": {
      "epochs": {"flag": "--epochs", "type": "int", "default": 10, "range": [5, 15]},
      "learning_rate": {"flag": "--lr", "type": "float", "default": 0.5, "range": [0.001, 0.1]}}}}})"),
                "x.json");
  return catalogue.find("r/m");
}

std::string fault(const Values& values) {
  return error_of(ErrorKind::script, [&] { check_values(model_with_everything(), values); });
}

TEST(Command, PutsEverythingInItsPlace) {
  const Command command =
      command_for(model_with_everything(), {{"learning_rate", 0.1}, {"epochs", 10}});
  EXPECT_EQ(command.argv, (Texts{"nice", "python", "train.py", "-n", "m", "-d", "d2a", "--lr",
                                 "0.1", "--epochs", "10"}));
  EXPECT_EQ(command.environment, (TextPairs{{"A", "1"}}));
  EXPECT_EQ(command.folder, "repos/r");
}

TEST(Command, DoesNotNameTheModelCalledDefault) {
  Model model = model_with_everything();
  model.model = "default";
  EXPECT_EQ(command_for(model, {}).argv, (Texts{"nice", "python", "train.py", "-d", "d2a"}));
}

TEST(Command, WritesTheShortestTextOfAValue) {
  const Model model = model_with_everything();
  const auto text = [&](const char* name, const Json& value) {
    return value_text(*model.find(name), value);
  };
  EXPECT_EQ(text("learning_rate", 1e-05), "1e-05");
  EXPECT_EQ(text("learning_rate", 0.00011343182274589242), "0.00011343182274589242");
  EXPECT_EQ(text("learning_rate", 1), "1");
  EXPECT_EQ(text("epochs", 10.0), "10");
  EXPECT_EQ(text("epochs", 9007199254740992.0), "9007199254740992");
}

TEST(Command, RefusesWhatTheCatalogueDoesNotKnow) {
  EXPECT_EQ(fault({{"epoch", 5}}), "r/m: unknown hyperparameter 'epoch'; did you mean 'epochs'?");
  EXPECT_EQ(fault({{"epochs", 1.5}}), "r/m: epochs: expected a whole number, found 1.5");
  EXPECT_EQ(fault({{"epochs", "5"}}), "r/m: epochs: expected a whole number, found the text '5'");
  EXPECT_EQ(fault({{"learning_rate", true}}), "r/m: learning_rate: expected a number, found true");
  EXPECT_EQ(fault({{"epochs", 5}, {"epochs", 6}}), "r/m: epochs: is given twice");
}

TEST(Command, PassesFractionsWithAsManyDecimalsAsAreAskedFor) {
  const Hyperparameter fraction;
  Hyperparameter whole;
  whole.is_integer = true;
  EXPECT_EQ(value_text(fraction, 0.00011343182274589242, 6), "0.000113");
  EXPECT_EQ(value_text(fraction, 0.1, 6), "0.100000");
  EXPECT_EQ(value_text(fraction, 3, 2), "3.00");
  EXPECT_EQ(value_text(whole, 12, 6), "12");
  EXPECT_EQ(passed_value(fraction, 0.00011343182274589242, 6), 0.000113);
  EXPECT_EQ(passed_value(fraction, 0.00011343182274589242, {}), 0.00011343182274589242);
  EXPECT_EQ(passed_value(fraction, 4e-7, 6), 0);
}

TEST(Command, WarnsOfValuesOutsideOfTheRange) {
  const Model model = model_with_everything();
  EXPECT_EQ(check_values(model, {{"epochs", 20}}),
            (Texts{"r/m: epochs = 20 is outside of the catalogue's range [5, 15]"}));
  EXPECT_TRUE(check_values(model, {{"epochs", 5}, {"learning_rate", 0.1}}).empty());
  EXPECT_TRUE(check_values(model, {{"learning_rate", 0.5}}).empty())
      << "the default is no surprise";
}

class Resolving : public testing::Test {
 protected:
  Model model(Texts command, Texts prefix = {}) {
    Model result;
    result.name = "r/m";
    result.path = folder_.path() / "repo";
    result.command = std::move(command);
    result.prefix = std::move(prefix);
    result.source = "models.json";
    return result;
  }
  ResolvedCommand resolved(const Model& model) {
    return resolve(model, command_for(model, {}), folder_.path() / "bin");
  }
  std::string repo() const { return (folder_.path() / "repo").string(); }

  test::TemporaryFolder folder_;
};

TEST_F(Resolving, FindsAScriptInTheModelsFolder) {
  folder_.write("repo/train.sh", "#!/bin/sh\n", true);
  const ResolvedCommand found = resolved(model({"./train.sh"}));
  EXPECT_EQ(found.problem, "");
  EXPECT_EQ(found.command.argv, Texts{"./train.sh"});
  EXPECT_EQ(found.command.folder, repo());
}

TEST_F(Resolving, NamesTheFolderThatIsMissing) {
  EXPECT_EQ(
      resolved(model({"./train.sh"})).problem,
      "r/m: cannot start ./train.sh: " + repo() + " does not exist; set its path in models.json");
}

TEST_F(Resolving, NamesTheScriptThatIsMissingOrNotExecutable) {
  folder_.write("repo/other", "");
  EXPECT_EQ(resolved(model({"./train.sh"})).problem,
            "r/m: cannot start ./train.sh: " + repo() + "/./train.sh does not exist");
  folder_.write("repo/train.sh", "#!/bin/sh\n");
  EXPECT_TRUE(
      test::says(resolved(model({"./train.sh"})).problem, "is not executable; run: chmod +x"));
}

TEST_F(Resolving, LooksForABareNameBesideTheProgramFirst) {
  folder_.write("repo/x", "");
  EXPECT_EQ(resolved(model({"sh"})).command.argv[0].find(folder_.path().string()),
            std::string::npos);
  const auto beside = folder_.write("bin/sh", "#!/bin/sh\n", true);
  EXPECT_EQ(resolved(model({"sh"})).command.argv[0], beside.string());
  EXPECT_EQ(resolved(model({"no-such-program"})).problem,
            "r/m: cannot start no-such-program: there is no program 'no-such-program' on PATH");
}

TEST_F(Resolving, TellsAFolderFromAProgram) {
  folder_.write("repo/train.sh/x", "");
  EXPECT_EQ(resolved(model({"./train.sh"})).problem,
            "r/m: cannot start ./train.sh: " + repo() + "/./train.sh is a folder, not a program");
}

TEST_F(Resolving, TellsAFileFromAFolder) {
  folder_.write("repo", "");
  EXPECT_TRUE(test::says(resolved(model({"./train.sh"})).problem, repo() + " is not a folder"));
}

TEST_F(Resolving, TellsWhatMayNotBeReachedFromWhatIsMissing) {
  if (::geteuid() == 0) GTEST_SKIP() << "root may enter every folder";
  folder_.write("repo/inner/train.sh", "#!/bin/sh\n", true);
  folder_.write("repo/train.py", "");
  std::filesystem::permissions(repo() + "/train.py", std::filesystem::perms::none);
  EXPECT_TRUE(test::says(resolved(model({"sh", "train.py"})).problem, "Permission denied"));
  std::filesystem::permissions(repo() + "/inner", std::filesystem::perms::none);
  EXPECT_TRUE(test::says(resolved(model({"inner/train.sh"})).problem, "Permission denied"));
  std::filesystem::permissions(repo(), std::filesystem::perms::none);
  EXPECT_TRUE(test::says(resolved(model({"sh"})).problem, "cannot be entered: Permission denied"));
  std::filesystem::permissions(repo(), std::filesystem::perms::owner_all);
  std::filesystem::permissions(repo() + "/inner", std::filesystem::perms::owner_all);
}

TEST_F(Resolving, LooksForTheTrainingScriptBehindAPrefixOrInterpreter) {
  folder_.write("repo/x", "");
  EXPECT_TRUE(
      test::says(resolved(model({"./train.sh"}, {"env"})).problem, "train.sh does not exist"));
  EXPECT_TRUE(test::says(resolved(model({"sh", "train.sh"})).problem, "train.sh does not exist"));
  folder_.write("repo/train.sh", "");
  EXPECT_EQ(resolved(model({"sh", "train.sh"})).problem, "");
  EXPECT_EQ(resolved(model({"sh", "-c", "exit 3"})).problem, "");
}

}  // namespace
}  // namespace mutlua
