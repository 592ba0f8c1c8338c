// SPDX-License-Identifier: MIT
// The scripts that people start from, each run to its end.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "base/files.h"
#include "cli/program.h"

namespace mutlua {
namespace {

const std::string kSource = MUTLUA_SOURCE_FOLDER;

Json digits() { return read_json(kSource + "/settings/digits.json"); }

void use(Workshop& workshop, const std::string& catalogue) {
  workshop.folder.write("catalogue.json", read_file(kSource + "/settings/" + catalogue));
}

std::vector<std::string> command(const std::string& verb, const std::string& script,
                                 std::vector<std::string> options) {
  options.insert(options.begin(), {verb, kSource + "/scripts/" + script, "--cooldown", "0"});
  return options;
}

/// A script that people start from, in a size that is quickly run.
struct Start {
  std::string script;
  std::vector<std::string> options;
  std::size_t trials;
  std::string says = {};  ///< in what it prints, or in the rows that it emits
  std::string catalogue = "digits.json";
};

const std::vector<Start> kStarts = {
    {"baseline.lua", {"--which", "1,5,14", "--replicates", "2", "--epochs", "2"}, 6},
    {"one_factor.lua", {"--levels", "0.5,1,2", "--replicates", "2", "--epochs", "1"}, 6},
    {"one_factor.lua",
     {"--model", "bug-localization-by-dnn-and-rvsm/default", "--factor", "learning_rate",
      "--levels", "1,2", "--replicates", "1", "--epochs", "100"},
     2},
    {"factorial.lua", {"--second_levels", "0.1,0.2,0.3", "--replicates", "1"}, 9},
    {"factorial.lua",
     {"--second_levels", "0.1,0.2,0.3", "--replicates", "2", "--skip", "corners"},
     10},
    {"concurrent_study.lua", {"--pairs", "4"}, 11},
    {"noise_floor.lua",
     {"--which", "1", "--replicates", "2", "--epochs", "1"},
     4,
     "examples/mnist, seconds: A' against A"},
    {"adaptive_learning_rate.lua",
     {"--rates", "4", "--replicates", "1", "--epochs", "1"},
     4,
     "least: learning_rate "},
    {"drop_oom_pairs.lua", {"--pairs", "1", "--replicates", "1", "--epochs", "1"}, 3},
    {"first_steps.lua", {}, 0, "\"status\":\"completed\""},
    {"parallel_feasibility.lua", {"--pairs", "1"}, 1, "1 of 1 pairs are feasible"},
    {"quick_validation.lua", {"--which", "10"}, 2, "Everything works."},
    {"select_pairs.lua", {}, 0, "selected: hybrid", "models.json"},  // trains nothing
};

std::ostream& operator<<(std::ostream& stream, const Start& start) {
  return stream << start.script;
}

class Scripts : public testing::TestWithParam<Start> {};

/// What the script's sessions emitted outside trials.
std::string rows(Workshop& workshop) {
  std::string text;
  for (const auto& session : workshop.sessions()) {
    if (std::filesystem::exists(session / "rows.jsonl"))
      text += Workshop::content(session / "rows.jsonl");
  }
  return text;
}

TEST_P(Scripts, RunToTheirEndOnTheBundledCatalogue) {
  Workshop workshop;
  use(workshop, GetParam().catalogue);
  const Start& start = GetParam();
  const Ended ended = workshop.mutlua(command("run", start.script, start.options));
  EXPECT_EQ(ended.status, 0) << ended.err;
  EXPECT_NE((ended.out + rows(workshop)).find(start.says), std::string::npos) << ended.out;
  const auto identities = workshop.identities();
  EXPECT_EQ(identities.size(), start.trials);
  EXPECT_EQ(std::set<std::string>(identities.begin(), identities.end()).size(), start.trials);
  EXPECT_TRUE(workshop.nothing_alive());
}

TEST_P(Scripts, ArePlannedWithAsManyTrialsAsTheyRunAndHaveNoFaults) {
  Workshop workshop;
  use(workshop, GetParam().catalogue);
  std::vector<std::string> options = GetParam().options;
  const Ended checked = workshop.mutlua(command("check", GetParam().script, options));
  EXPECT_EQ(checked.status, 0) << checked.out;
  options.emplace_back("--json");
  const Ended planned = workshop.mutlua(command("plan", GetParam().script, options));
  ASSERT_EQ(planned.status, 0) << planned.err;
  EXPECT_EQ(parse_json(planned.out, "plan").at("totals").at("trials"), GetParam().trials);
}

INSTANTIATE_TEST_SUITE_P(All, Scripts, testing::ValuesIn(kStarts));

/// A value that an option of a script does not take.
struct Refused {
  std::string script;
  std::string option;
  std::string value;
};

const std::vector<Refused> kRefused = {{"adaptive_learning_rate.lua", "rates", "1"},
                                       {"adaptive_learning_rate.lua", "replicates", "0"},
                                       {"adaptive_learning_rate.lua", "epochs", "-1"},
                                       {"baseline.lua", "replicates", "1.5"},
                                       {"concurrent_study.lua", "replicates", "0"},
                                       {"drop_oom_pairs.lua", "replicates", "0"},
                                       {"factorial.lua", "replicates", "0"},
                                       {"factorial.lua", "skip", "all"},
                                       {"factorial.lua", "first_levels", "1,x"},
                                       {"factorial.lua", "second_levels", ","},
                                       {"noise_floor.lua", "replicates", "1"},
                                       {"one_factor.lua", "replicates", "0"},
                                       {"one_factor.lua", "levels", ","},
                                       {"one_factor.lua", "levels", "1,two"},
                                       {"select_pairs.lua", "n", "0"},
                                       {"select_pairs.lua", "select", "best"},
                                       {"select_pairs.lua", "figures", "guessed"},
                                       {"select_pairs.lua", "draw", "-1"}};

TEST(ScriptsOptions, AreRefusedOutsideOfWhatTheyMayBeByTheirOwnNames) {
  Workshop workshop;
  use(workshop, "models.json");
  for (const Refused& each : kRefused) {
    const Ended ended =
        workshop.mutlua(command("plan", each.script, {"--" + each.option + "=" + each.value}));
    EXPECT_EQ(ended.status, 2) << each.script << " " << each.option << " " << each.value;
    EXPECT_NE(ended.err.find("--" + each.option + " "), std::string::npos) << ended.err;
  }
}

TEST(ScriptsFolder, HoldsNoScriptThatIsNotRunHere) {
  for (const auto& entry : std::filesystem::directory_iterator(kSource + "/scripts")) {
    const std::string name = entry.path().filename();
    const bool runs = std::any_of(kStarts.begin(), kStarts.end(),
                                  [&](const Start& start) { return start.script == name; });
    EXPECT_TRUE(runs) << name << " stands in no line of kStarts";
  }
}

TEST(Baseline, MeasuresEveryModelWithItsDefaultsInBlocks) {
  Workshop workshop;
  use(workshop, "digits.json");
  const Ended planned = workshop.mutlua(command("plan", "baseline.lua", {"--json"}));
  ASSERT_EQ(planned.status, 0) << planned.err;
  const Json plan = parse_json(planned.out, "plan");
  EXPECT_EQ(plan.at("totals").at("trials"), 140);
  for (int i = 0; i < 140; ++i) EXPECT_EQ(plan.at("trials")[i].at("replicate"), i / 14 + 1) << i;
}

TEST(NoiseFloor, MirrorsItsNamesInEverySecondReplicate) {
  Workshop workshop;
  use(workshop, "digits.json");
  const Ended planned = workshop.mutlua(
      command("plan", "noise_floor.lua", {"--which", "1", "--replicates", "2", "--json"}));
  ASSERT_EQ(planned.status, 0) << planned.err;
  const Json trials = parse_json(planned.out, "plan").at("trials");
  ASSERT_EQ(trials.size(), 4u);
  EXPECT_NE(trials[0].at("label"), trials[1].at("label"));
  EXPECT_EQ(trials[1].at("label"), trials[2].at("label"));
  EXPECT_EQ(trials[0].at("label"), trials[3].at("label"));
  EXPECT_EQ(trials[0].at("foreground").at("argv"), trials[1].at("foreground").at("argv"));
}

/// What a plan says that the trainings of a script are started with.
std::vector<Json> trainings(Workshop& workshop, std::vector<std::string> options) {
  options.emplace_back("--json");
  const Ended planned = workshop.mutlua(command("plan", "concurrent_study.lua", options));
  EXPECT_EQ(planned.status, 0) << planned.err;
  std::vector<Json> found;
  const Json plan = parse_json(planned.out, "plan");
  for (const Json& trial : plan.at("trials"))
    found.push_back({trial.at("block"), trial.at("foreground"), trial.at("background")});
  return found;
}

TEST(SelectPairs, CanDrawTheTwelveOfTheConcurrentStudy) {
  Workshop workshop;
  use(workshop, "models.json");
  const Ended drawn =
      workshop.mutlua(command("run", "select_pairs.lua", {"--list", "--draw", "17567803"}));
  ASSERT_EQ(drawn.status, 0) << drawn.err;
  workshop.folder.write("pairs.txt", drawn.out);
  use(workshop, "digits.json");  // whose trainings are there
  const std::vector<Json> written = trainings(workshop, {"--seed", "1"});
  EXPECT_EQ(written.size(), 132u);
  EXPECT_EQ(trainings(workshop, {"--seed", "1", "--from", "pairs.txt"}), written);
}

TEST(SelectPairs, SaysWhatACatalogueLacksOfWhichNoPairsCanBeMade) {
  Workshop workshop;
  use(workshop, "digits.json");
  const Ended none = workshop.mutlua(command("run", "select_pairs.lua", {}));
  EXPECT_EQ(none.status, 2);
  EXPECT_NE(none.err.find("GPU memory is known of 0 of these models"), std::string::npos)
      << none.err;
  use(workshop, "parallel_example.json");
  const Ended settings = workshop.mutlua(command("run", "select_pairs.lua", {}));
  EXPECT_EQ(settings.status, 2);
  EXPECT_NE(settings.err.find("a settings file of the old tool and no catalogue"),
            std::string::npos)
      << settings.err;
}

TEST(DropOomPairs, SpendsNoMoreOnAPairThatRunsOutOfMemory) {
  Workshop workshop;
  Json catalogue = digits();
  catalogue["models"]["Person_reID_baseline_pytorch"]["models"]["pcb"]["command"] = {
      "sh", "-c", "echo 'RuntimeError: CUDA out of memory. Tried to allocate 2 GiB'; exit 1"};
  workshop.folder.write("catalogue.json", catalogue.dump());
  const Ended ended = workshop.mutlua(command(
      "run", "drop_oom_pairs.lua", {"--pairs", "3,5", "--replicates", "2", "--epochs", "1"}));
  EXPECT_EQ(ended.status, 1) << ended.err;  // a probe does not count
  EXPECT_NE(ended.out.find("pair 05 is dropped"), std::string::npos) << ended.out;
  EXPECT_EQ(ended.out.find("pair 03 is dropped"), std::string::npos) << ended.out;
  EXPECT_EQ(workshop.identities().size(), 6u);  // two probes, two arms of one pair twice
}

/// A training whose accuracy falls so steeply beside one learning rate that no time that it takes
/// can change which of two rates costs less.
void train_steeply(Workshop& workshop) {
  workshop.train("train.sh", R"sh(
while [ $# -gt 0 ]; do [ "$1" = -l ] && rate=$2; shift; done
sleep 0.02
awk -v rate="$rate" 'BEGIN {
  far = log(rate / 0.13) / log(10)
  if (far < 0) far = -far
  printf "accuracy: %.40f\n", exp(-200 * far)
}'
)sh");
}

std::vector<std::string> search() {
  return command("run", "adaptive_learning_rate.lua",
                 {"--model", "test/a", "--quality", "accuracy", "--rates", "6", "--replicates", "2",
                  "--seed", "3"});
}

TEST(AdaptiveLearningRate, FindsTheRateThatCostsLeast) {
  Workshop workshop;
  train_steeply(workshop);
  const Ended ended = workshop.mutlua(search());
  ASSERT_EQ(ended.status, 0) << ended.err;
  const std::size_t at = ended.out.find("least: learning_rate ");
  ASSERT_NE(at, std::string::npos) << ended.out;
  EXPECT_NEAR(std::stod(ended.out.substr(at + 21)), 0.13, 0.02) << ended.out;
  EXPECT_EQ(workshop.identities().size(), 12u);
}

TEST(AdaptiveLearningRate, MeasuresTheSameTrialsHoweverOftenItIsKilled) {
  Workshop undisturbed;
  train_steeply(undisturbed);
  ASSERT_EQ(undisturbed.mutlua(search()).status, 0);

  Workshop workshop;
  train_steeply(workshop);
  std::mt19937 random(5);
  int kills = 0;
  for (Ended ended; ended.status != 0; ++kills) {
    ASSERT_LT(kills, 40) << ended.err;
    const std::size_t enough = workshop.records().size() + random() % 4;
    const pid_t child = workshop.start(search());
    Workshop::eventually(
        [&] { return workshop.records().size() > enough || ::kill(child, 0) != 0 || enough > 11; });
    if (enough <= 11) ::kill(child, SIGKILL);
    ended = workshop.wait(child);
    EXPECT_TRUE(workshop.nothing_alive());
  }
  EXPECT_GT(kills, 2);
  EXPECT_EQ(workshop.sessions().size(), 1u);
  EXPECT_EQ(workshop.identities(), undisturbed.identities());
}

}  // namespace
}  // namespace mutlua
