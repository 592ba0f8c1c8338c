// SPDX-License-Identifier: MIT
#include "base/python_random.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "base/json.h"
#include "support/legacy_data.h"

namespace mutlua {
namespace {

// Expected numbers: CPython 3, random.seed(SEED) and then the call named.
TEST(PythonRandom, GivesPythonsDoubles) {
  PythonRandom random(42);
  EXPECT_EQ(random.random(), 0.6394267984578837);
  EXPECT_EQ(random.random(), 0.025010755222666936);
  PythonRandom zero(0);
  EXPECT_EQ(zero.random(), 0.8444218515250481);
}

TEST(PythonRandom, GivesPythonsWords) {
  PythonRandom random(1);
  EXPECT_EQ(random.getrandbits(32), 577090037u);
  EXPECT_EQ(random.getrandbits(32), 2444712010u);
}

TEST(PythonRandom, GivesPythonsWholeNumbers) {
  PythonRandom random(42);
  std::vector<std::int64_t> drawn;
  for (int i = 0; i < 8; ++i) drawn.push_back(random.randint(2, 10));
  EXPECT_EQ(drawn, (std::vector<std::int64_t>{3, 2, 6, 5, 5, 4, 3, 10}));
}

TEST(PythonRandom, GivesPythonsUniformNumbers) {
  PythonRandom random(0);
  EXPECT_EQ(random.uniform(0.3, 0.6), 0.5533265554575144);
}

TEST(PythonRandom, UsesAllBitsOfASeed) {
  PythonRandom random((std::uint64_t{1} << 40) + 7);
  EXPECT_EQ(random.random(), 0.6137037779936511);
}

TEST(PythonRandom, DrawsTheOnlyNumberOfAnEmptyRange) {
  PythonRandom random(5);
  for (int i = 0; i < 5; ++i) EXPECT_EQ(random.randint(3, 3), 3);
}

std::filesystem::path old_draws() { return test::legacy_data() / "golden_mutations.json"; }

void expect_stream(const Json& expected) {
  const auto seed = expected["seed"].get<std::uint64_t>();
  PythonRandom doubles(seed), words(seed), wide(seed), narrow(seed), uniform(seed);
  for (const Json& value : expected["random"]) EXPECT_EQ(doubles.random(), value.get<double>());
  for (const Json& value : expected["getrandbits32"]) EXPECT_EQ(words.getrandbits(32), value);
  for (const Json& value : expected["randint_0_9999"]) EXPECT_EQ(wide.randint(0, 9999), value);
  for (const Json& value : expected["randint_2_10"]) EXPECT_EQ(narrow.randint(2, 10), value);
  for (const Json& value : expected["uniform_03_06"]) {
    EXPECT_EQ(uniform.uniform(0.3, 0.6), value.get<double>());
  }
}

TEST(PythonRandom, AgreesWithRecordedStreams) {
  if (!std::filesystem::exists(old_draws())) {
    GTEST_SKIP() << "no " << old_draws() << "; set MUTLUA_LEGACY_DATA";
  }
  const Json recorded = read_json(old_draws());
  for (const Json& stream : recorded["raw"]) expect_stream(stream);
}

}  // namespace
}  // namespace mutlua
