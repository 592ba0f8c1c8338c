// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "lab/bench.h"

namespace mutlua {
namespace {

const Json kRange = {{"kind", "uniform"}, {"low", 0}, {"high", 1}};

double sample(LabBench& bench, const Json& range) {
  return bench.perform("sample", {{"range", range}}).at("value").get<double>();
}

TEST(Draws, OfOneSeedAreTheSameInEveryRun) {
  LabBench one;
  LabBench two;
  one.begin_study();
  two.begin_study();
  EXPECT_EQ(sample(one, kRange), sample(two, kRange));
}

TEST(Draws, ThatAreKeyedDoNotChangeWhenAnotherDrawIsAdded) {
  LabBench one;
  LabBench two;
  one.begin_study();
  two.begin_study();
  sample(two, {{"kind", "uniform"}, {"low", 5}, {"high", 6}});
  EXPECT_EQ(sample(one, kRange), sample(two, kRange));
}

TEST(Draws, OfEqualRequestsDiffer) {
  LabBench bench;
  bench.begin_study();
  EXPECT_NE(sample(bench, kRange), sample(bench, kRange));
}

TEST(Draws, InSequenceAreThoseOfCPython) {
  LabBench bench;
  bench.begin_study({{"seed", 42}, {"draws", "sequence"}});
  EXPECT_DOUBLE_EQ(sample(bench, kRange), 0.6394267984578837);
  EXPECT_DOUBLE_EQ(sample(bench, kRange), 0.025010755222666936);
}

TEST(Draws, OfMoreMutationsBeginWithThoseOfFewer) {
  LabBench one;
  LabBench two;
  one.begin_study();
  two.begin_study();
  const auto mutations = [](LabBench& bench, int n) {
    return bench
        .perform("mutations",
                 {{"model", LabBench::model("a")}, {"names", {"learning_rate"}}, {"n", n}})
        .at("sets");
  };
  const Json few = mutations(one, 2);
  const Json many = mutations(two, 5);
  ASSERT_EQ(many.size(), 5u);
  EXPECT_EQ(few[0], many[0]);
  EXPECT_EQ(few[1], many[1]);
}

TEST(Draws, BeforeTheStudyAreRefused) {
  LabBench bench;
  sample(bench, kRange);
  EXPECT_THROW(bench.begin_study(), Error);
}

TEST(Seed, OfTheSessionGoesOnAndAnotherIsRefused) {
  LabBench bench;
  const Json trial = {{"foregrounds", {LabBench::model("a")}}};
  bench.begin_study({{"seed", 7}});
  bench.identify({trial});
  bench.measure(trial, 1);
  bench.restart();
  EXPECT_EQ(bench.begin_study({{"seed", 8}}).at("seed"), 7);
  bench.restart();
  bench.options.seed = 9;
  try {
    bench.begin_study();
    FAIL();
  } catch (const Error& error) {
    EXPECT_NE(std::string(error.what()).find("9"), std::string::npos);
    EXPECT_NE(std::string(error.what()).find("7"), std::string::npos);
  }
}

}  // namespace
}  // namespace mutlua
