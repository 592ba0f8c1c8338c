// SPDX-License-Identifier: MIT
#include "cli/plan_costs.h"

#include <gtest/gtest.h>

#include <iostream>
#include <map>

#include "cli/plan_detectable.h"
#include "cli/plan_memory.h"
#include "legacy/import.h"
#include "support/legacy_data.h"
#include "support/old_results.h"
#include "support/temp_folder.h"
#include "training/catalogue.h"

namespace mutlua {
namespace {

namespace fs = std::filesystem;

Catalogue bundled() {
  return Catalogue::load({fs::path(MUTLUA_SOURCE_FOLDER) / "settings/models.json"});
}

void import_into(const TempFolder& results, const fs::path& folder) {
  import_results({folder}, results.path(), [](const std::string&) {});
}

CostQuestion question(const Catalogue& catalogue, const std::string& model, double epochs,
                      std::size_t count) {
  return {.model = &catalogue.find(model),
          .mode = "sequential",
          .load = "",
          .epochs = epochs,
          .seconds = {},
          .count = count};
}

/// Two sessions of mnist: 100 seconds for 2 epochs at 80 W, on 20.9 J of CPU a second.
void write_past(const TempFolder& folder) {
  for (int session = 0; session < 2; ++session) {
    for (int i = 1; i <= 4; ++i) {
      test::write_run(folder,
                      fmt::format("old/run_2026030{}_200000/examples_mnist_{:03}", session + 1, i),
                      {.timestamp = fmt::format("2026-03-0{}T20:{:02}:40", session + 1, i),
                       .seconds = 98.0 + i});
    }
  }
}

/// What a plan knows where that past was imported.
struct ImportedPast {
  PlanHistory read() const {
    const TempFolder old;
    write_past(old);
    import_into(results, old / "old");
    return {results.path(), catalogue, {}};
  }

  const TempFolder results;
  const Catalogue catalogue = bundled();
  PlanHistory history = read();
};

TEST(PlanCosts, ComeFromEarlierTrainingsScaledByEpochs) {
  ImportedPast past;
  const auto answer =
      expected_seconds({question(past.catalogue, "examples/mnist", 2, 10)}, past.history);
  EXPECT_EQ(answer.from_history, 10u);
  EXPECT_EQ(answer.trainings, 8u);
  EXPECT_EQ(answer.sessions, 2u);
  EXPECT_NEAR(answer.total.median, 1000, 20);
  EXPECT_LT(answer.total.low, 1000);
  EXPECT_GT(answer.total.high, 1000);
  const auto longer =
      expected_seconds({question(past.catalogue, "examples/mnist", 4, 10)}, past.history);
  EXPECT_GT(longer.total.median, 1300);
  EXPECT_LT(longer.total.median, 2050);
  EXPECT_GT(longer.total.high / longer.total.low, answer.total.high / answer.total.low);
}

TEST(PlanCosts, OfEnergyNameWhatWasMeasured) {
  ImportedPast past;
  const auto answer =
      expected_joules({question(past.catalogue, "examples/mnist", 2, 1)}, past.history);
  EXPECT_EQ(answer.domains, std::set<std::string>{"GPU and CPU"});
  EXPECT_NEAR(answer.total.median, 80 * 99 + 1520.75, 200);
}

TEST(PlanHistory, TakesTheMiddleOfTheTwoMiddleEpochs) {
  ImportedPast past;  // 99, 100, 101 and 102 seconds for 2 epochs, twice
  EXPECT_DOUBLE_EQ(*past.history.epoch_seconds(past.catalogue.find("examples/mnist")), 50.25);
}

TEST(PlanCosts, WithoutAPastComeFromTheCatalogueAndAreWide) {
  const TempFolder results;
  const Catalogue catalogue = bundled();
  PlanHistory history(results.path(), catalogue, {});
  const auto answer = expected_seconds({question(catalogue, "examples/mnist", 10, 3)}, history);
  EXPECT_EQ(answer.from_catalogue, 3u);
  EXPECT_NEAR(answer.total.median, 3 * 160, 5);
  EXPECT_GT(answer.total.high / answer.total.low, 4);
  EXPECT_FALSE(fs::exists(results / "mutlua.db"));
}

TEST(PlanCosts, AreNeverInvented) {
  const TempFolder results;
  const Catalogue catalogue = bundled();
  PlanHistory history(results.path(), catalogue, {});
  const std::vector<CostQuestion> questions = {
      question(catalogue, "pytorch_resnet_cifar10/resnet44", 200, 2)};
  const auto seconds = expected_seconds(questions, history);
  EXPECT_FALSE(seconds.known());
  EXPECT_EQ(seconds.unknown, 2u);
  EXPECT_EQ(seconds.unknown_models, std::set<std::string>{"pytorch_resnet_cifar10/resnet44"});
  EXPECT_FALSE(expected_joules({question(catalogue, "examples/mnist", 1, 1)}, history).known());
}

TEST(DetectableEffects, ComeFromEarlierTrainingsOfTheSameModels) {
  ImportedPast past;
  std::vector<PlannedTrial> trials(5);
  for (PlannedTrial& each : trials) {
    TrialSpec spec;
    spec.foregrounds.push_back({.model = &past.catalogue.find("examples/mnist"),
                                .values = {{"seed", each.number}},
                                .gpus = nullptr});
    each.treatment = std::make_shared<const Treatment>(spec);
  }
  const Detectable found = detectable(trials, "", past.history);
  EXPECT_EQ(found.cells, 1u);
  EXPECT_EQ(found.least, 5u);
  const DetectableEffect& duration = found.effects.at(1);
  EXPECT_FALSE(duration.own);
  EXPECT_EQ(duration.freedom, 6u);  // 99, 100, 101 and 102 seconds, twice
  EXPECT_NEAR(*duration.cv_percent, 1.29, 0.02);
  EXPECT_NEAR(*duration.percent, 2.024 * 1.29, 0.05);  // power.t.test(5, sd = 1, power = 0.8)

  trials.resize(1);
  const Detectable alone = detectable(trials, "", past.history);
  EXPECT_FALSE(alone.effects.at(1).percent);
  EXPECT_EQ(alone.effects.at(1).reason, "there is no error term");
}

TEST(DetectableEffects, AreOfNoSentinel) {
  ImportedPast past;
  std::vector<PlannedTrial> trials(2);
  for (PlannedTrial& each : trials) {
    TrialSpec spec;
    spec.foregrounds.push_back(
        {.model = &past.catalogue.find("examples/mnist"), .values = {}, .gpus = nullptr});
    if (&each == &trials.back()) spec.factors = {{"sentinel", true}};
    each.treatment = std::make_shared<const Treatment>(spec);
  }
  EXPECT_EQ(detectable(trials, "", past.history).cells, 1u);
  trials.erase(trials.begin());
  EXPECT_EQ(detectable(trials, "", past.history).cells, 0u);
}

TEST(PlanMemory, TakesTheMostThatWasSeenElseTheCataloguesFigure) {
  const TempFolder results;
  const Catalogue catalogue = bundled();
  PlanHistory history(results.path(), catalogue, {});
  TrialSpec spec;
  spec.foregrounds.push_back(
      {.model = &catalogue.find("examples/mnist"), .values = {}, .gpus = nullptr});
  spec.backgrounds.push_back(
      {.model = &catalogue.find("MRT-OAST/default"), .values = {}, .gpus = nullptr});
  const PlannedTrial trial{.treatment = std::make_shared<const Treatment>(spec)};
  const auto pairings = pairing_memory({trial, trial}, history);
  ASSERT_EQ(pairings.size(), 1u);
  EXPECT_EQ(pairings.front().bytes, 2400e6);
  EXPECT_EQ(pairings.front().trials, 2u);
  EXPECT_EQ(pairings.front().catalogue,
            (std::set<std::string>{"MRT-OAST/default", "examples/mnist"}));
}

/// How often intervals held what came.
struct Coverage {
  int inside = 0;
  int of = 0;

  void note(const CostTotal& total, double real) {
    ++of;
    if (total.low <= real && real <= total.high) ++inside;
  }
  int percent() const { return of == 0 ? 0 : 100 * inside / of; }
};

std::vector<CostQuestion> questions_of(const Model& model, const std::vector<PastTrial>& trials) {
  std::vector<CostQuestion> questions;
  for (const PastTrial& each : trials) {
    questions.push_back({.model = &model,
                         .mode = each.mode,
                         .load = each.load,
                         .epochs = each.epochs,
                         .seconds = {},
                         .count = 1});
  }
  return questions;
}

double seconds_of(const std::vector<PastTrial>& trials) {
  double sum = 0;
  for (const PastTrial& each : trials) sum += each.seconds;
  return sum;
}

using Design = std::map<std::pair<std::string, std::string>, std::vector<PastTrial>>;

/// What each session measured that ended well, by model and mode.
std::map<std::string, Design> designs(const Catalogue& catalogue, PlanHistory& history) {
  std::map<std::string, Design> sessions;
  for (const Model& model : catalogue.models()) {
    for (const PastTrial& each : history.of(model))
      sessions[each.session][{model.name, each.mode}].push_back(each);
  }
  return sessions;
}

// Each session is foretold from the others. What is foretold is the sum of its trainings'
// durations: the pauses between them were the same by design. A design is what a session measured
// of one model in one mode; whole sessions are too few to be judged by.
TEST(PlanCosts, IntervalsHoldAboutFourOutOfFiveDesignsOfTheOldToolsSessions) {
  const fs::path old = test::legacy_data() / "results";
  if (!fs::exists(old)) GTEST_SKIP() << "no results of the old tool in " << old;
  const TempFolder results;
  import_into(results, old);
  const Catalogue catalogue = bundled();
  PlanHistory history(results.path(), catalogue, {});
  Coverage parts;
  Coverage whole;
  int unknown = 0;
  for (const auto& [session, design] : designs(catalogue, history)) {
    history.leave_out(session);
    std::vector<CostQuestion> all;
    double real = 0;
    for (const auto& [place, trials] : design) {
      const auto questions = questions_of(catalogue.find(place.first), trials);
      const CostAnswer answer = expected_seconds(questions, history);
      if (answer.from_history < trials.size()) {  // no other session trained it: unknown
        ++unknown;
        continue;
      }
      parts.note(answer.total, seconds_of(trials));
      all.insert(all.end(), questions.begin(), questions.end());
      real += seconds_of(trials);
    }
    const CostTotal total = expected_seconds(all, history).total;
    if (!all.empty()) whole.note(total, real);
    std::cout << fmt::format("{}: {:.0f} s, foretold {:.0f} s, {:.0f} to {:.0f} s\n", session, real,
                             total.median, total.low, total.high);
  }
  std::cout << fmt::format(
      "80 % intervals hold {} of n = {} designs ({} %), {} of {} whole sessions; {} designs are of "
      "what no other session trained\n",
      parts.inside, parts.of, parts.percent(), whole.inside, whole.of, unknown);
  EXPECT_GE(parts.of, 25);
  EXPECT_GE(parts.percent(), 65);
  EXPECT_LE(parts.percent(), 92);
}

}  // namespace
}  // namespace mutlua
