// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "script/running.h"

namespace mutlua {
namespace {

/// A door that seeds math.random, and counts how often it was asked to.
struct Seeds {
  double seed;
  int asked = 0;

  Door door() {
    return [this](const std::string& kind, const Json& request) {
      EXPECT_EQ(kind, "stream");
      EXPECT_EQ(request, Json::parse(R"({"index": 1, "name": "math.random"})"));
      ++asked;
      return Json{{"number", seed}};
    };
  }
};

constexpr const char* kDraws =
    "tell(math.random()) tell(math.random(1000000)) tell(math.random(5, 7000000))";

TEST(MathRandom, IsSeededByTheSessionWhenItIsFirstUsed) {
  Seeds seeds{123456789};
  const Json draws = told_by(kDraws, seeds.door());
  EXPECT_EQ(seeds.asked, 1);
  EXPECT_EQ(told_by(kDraws, Seeds{123456789}.door()), draws);
  EXPECT_NE(told_by(kDraws, Seeds{123456790}.door()), draws);
}

TEST(MathRandom, AsksForNoSeedWhereItIsNotUsed) {
  Seeds seeds{1};
  told_by("tell(1)", seeds.door());
  EXPECT_EQ(seeds.asked, 0);
}

TEST(MathRandom, TakesASeedOfTheScriptsOwn) {
  Seeds seeds{1};
  const std::string own = std::string("math.randomseed(99) ") + kDraws;
  EXPECT_EQ(told_by(own, seeds.door()), told_by(own, Seeds{2}.door()));
  EXPECT_EQ(seeds.asked, 0);
}

TEST(MathRandom, RefusesBadArgumentsAtTheCallersLine) {
  EXPECT_EQ(message_of("\nmath.random('x')", Seeds{1}.door()),
            "scripts/x.lua:2: bad argument #1 to 'random' (number expected, got string)");
}

}  // namespace
}  // namespace mutlua
