// SPDX-License-Identifier: MIT
#include "training/draws.h"

#include <cmath>

#include "support.h"

namespace mutlua {
namespace {

Model model() {
  return test::hyperparameters_only(R"({
    "epochs": {"flag": "-e", "type": "int", "default": 10, "range": [5, 15]},
    "learning_rate": {"flag": "-l", "type": "float", "default": 0.01, "range": [0.005, 0.02], "distribution": "log_uniform"},
    "steps": {"flag": "-s", "type": "int", "default": 3, "range": [1, 4], "distribution": "log_uniform"},
    "decay": {"flag": "-w", "type": "float", "default": 0, "range": [0.1, 0.2], "zero_probability": 0.5},
    "seed": {"flag": "--seed", "type": "int", "range": [0, 9999]},
    "kfold": {"flag": "-k", "type": "int", "default": 2, "range": [2, 3]},
    "free": {"flag": "-f", "type": "int"}})");
}

Mutations drawn(const Texts& names, int count, std::uint64_t seed = 1,
                const std::vector<Values>& history = {}, const RangeOverrides& ranges = {}) {
  PythonRandom random(seed);
  return mutations(model(), names, count, ranges, history, random);
}

// The expected draws are those of CPython's random module: random.seed(1), then randint(5, 15) or
// math.exp(random.uniform(math.log(a), math.log(b))).
TEST(Draws, AreThoseOfPython) {
  EXPECT_EQ(drawn({"epochs"}, 3).sets,
            (std::vector<Values>{{{"epochs", 7}}, {{"epochs", 14}}, {{"epochs", 6}}}));
  PythonRandom random(1);
  const double expected =
      std::exp(std::log(0.005) + (std::log(0.02) - std::log(0.005)) * 0.13436424411240122);
  EXPECT_EQ(draw(*model().find("learning_rate"), random), expected);
}

TEST(Draws, StayInTheRange) {
  PythonRandom random(3);
  const Model subject = model();
  for (int i = 0; i < 1000; ++i) {
    const double steps = draw(*subject.find("steps"), random);
    ASSERT_TRUE(steps >= 1 && steps <= 4 && std::trunc(steps) == steps);
    const double decay = draw(*subject.find("decay"), random);
    ASSERT_TRUE(decay == 0 || (decay >= 0.1 && decay <= 0.2));
  }
}

TEST(Draws, ComeFromARangeOfAnotherKind) {
  const auto values = [](const std::string& name, const RangeOverride& range) {
    std::set<double> found;
    for (const Values& set : drawn({name}, 12, 1, {}, {{name, range}}).sets)
      found.insert(set.at(0).second.get<double>());
    return found;
  };
  // CPython: random.seed(1); then round(math.exp(random.uniform(math.log(5), math.log(20)))).
  const RangeOverride logarithmic{.low = 5, .high = 20, .distribution = Distribution::log_uniform};
  EXPECT_EQ(drawn({"epochs"}, 3, 1, {}, {{"epochs", logarithmic}}).sets,
            (std::vector<Values>{{{"epochs", 6}}, {{"epochs", 16}}, {{"epochs", 14}}}));
  const RangeOverride whole{
      .low = 1, .high = 9, .distribution = Distribution::uniform, .whole_numbers = true};
  for (const double value : values("learning_rate", whole)) EXPECT_EQ(std::trunc(value), value);
  const RangeOverride zero{.low = 1, .high = 9, .zero_probability = 0.5};
  EXPECT_TRUE(values("learning_rate", zero).contains(0));
}

TEST(Draws, NeedARange) {
  PythonRandom random(1);
  EXPECT_THROW(draw(*model().find("free"), random), Error);
}

TEST(Draws, NeverRepeatTheDefaultsOrEachOther) {
  const Mutations found = drawn({"epochs"}, 10);
  EXPECT_EQ(found.sets.size(), 10u);
  EXPECT_TRUE(found.warnings.empty());
  std::set<std::string> keys;
  for (const Values& set : found.sets) keys.insert(mutation_key(model(), set));
  EXPECT_EQ(keys.size(), 10u);
  EXPECT_FALSE(keys.count("epochs=10"));
}

TEST(Draws, GiveFewerWithAWarning) {
  const Mutations found = drawn({"kfold"}, 5);
  EXPECT_EQ(found.sets, (std::vector<Values>{{{"kfold", 3}}}));
  EXPECT_EQ(found.warnings,
            (Texts{"test/model: only 1 of 5 different sets of kfold were found in 1000 draws"}));
}

TEST(Draws, ExcludeTheDefaultsOnlyAsAWhole) {
  bool kept = false;
  const Mutations found = drawn({"epochs", "kfold"}, 11 * 2 - 1);
  for (const Values& set : found.sets) kept |= set[0].second == 10;
  EXPECT_TRUE(kept);
}

TEST(Draws, LeaveOutWhatTheHistoryHas) {
  const std::vector<Values> history{{{"kfold", 3.0}, {"epochs", 7}}};
  EXPECT_TRUE(drawn({"kfold"}, 1, 1, history).sets.empty());
  EXPECT_EQ(drawn({"kfold", "epochs"}, 20, 1, history).sets.size(), 20u);
}

TEST(Draws, TakeAllNamesInCatalogueOrder) {
  const Model subject = test::hyperparameters_only(R"({
    "b": {"flag": "-b", "type": "int", "range": [1, 99]}, "a": {"flag": "-a", "type": "int", "range": [1, 99]}})");
  PythonRandom random(1);
  const Mutations found = mutations(subject, {"a", "all"}, 1, {}, {}, random);
  EXPECT_EQ(found.sets[0][0].first, "b");
  EXPECT_EQ(found.sets[0][1].first, "a");
}

TEST(Draws, WarnOfUnknownNames) {
  EXPECT_EQ(
      drawn({"epoch", "epochs"}, 1).warnings,
      (Texts{"test/model: unknown hyperparameter 'epoch' is left out; did you mean 'epochs'?"}));
  EXPECT_THROW(drawn({"x"}, 1), Error);
}

TEST(Draws, TakeOtherRanges) {
  const Mutations found = drawn({"epochs"}, 3, 1, {}, {{"epochs", {100, 103}}});
  for (const Values& set : found.sets) EXPECT_GE(set[0].second, 100);
  EXPECT_THROW(drawn({"epochs"}, 1, 1, {}, {{"epochs", {9, 3}}}), Error);
  EXPECT_THROW(drawn({"epochs"}, 1, 1, {}, {{"epochs", {1.5, 3}}}), Error);
  EXPECT_THROW(drawn({"epochs"}, 1, 1, {}, {{"epoch", {1, 3}}}), Error);
}

TEST(Draws, KeysFollowTheCataloguesTypes) {
  EXPECT_EQ(
      mutation_key(model(), {{"learning_rate", 0.0100000001}, {"epochs", 12.0}, {"other", 3}}),
      "epochs=12,learning_rate=0.010000");
}

}  // namespace
}  // namespace mutlua
