// SPDX-License-Identifier: MIT
#include "lab/space_filling.h"

#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "lab/bench.h"

namespace mutlua {
namespace {

using Point = std::vector<double>;

/// How many points each of `parts` equal intervals of a dimension holds.
std::vector<int> held(const Points& points, std::size_t dimension, int parts) {
  std::vector<int> counts(static_cast<std::size_t>(parts));
  for (const Point& point : points) {
    ++counts.at(static_cast<std::size_t>(point.at(dimension) * parts));
  }
  return counts;
}

/// The first 2^k points of the first `dimensions` dimensions hit each dyadic interval equally
/// often.
void expect_dyadic(int dimensions, const std::function<Points(int n)>& first) {
  for (int k = 0; k <= 8; ++k) {
    const Points points = first(1 << k);
    for (std::size_t dimension = 0; dimension < static_cast<std::size_t>(dimensions); ++dimension) {
      for (int j = 0; j <= k; ++j) {
        const std::vector<int> equal(std::size_t{1} << j, 1 << (k - j));
        EXPECT_EQ(held(points, dimension, 1 << j), equal) << "dimension " << dimension;
      }
    }
  }
}

TEST(LatinHypercube, HoldsEachStratumOfEachDimensionOnce) {
  PythonRandom sizes(20);
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    const int n = static_cast<int>(sizes.randint(1, 200));
    PythonRandom random(seed);
    const Points points = latin_hypercube(5, n, random);
    ASSERT_EQ(points.size(), static_cast<std::size_t>(n));
    for (std::size_t dimension = 0; dimension < 5; ++dimension) {
      std::set<double> strata;
      for (const Point& point : points) strata.insert(std::floor(point.at(dimension) * n));
      EXPECT_EQ(strata.size(), static_cast<std::size_t>(n)) << "seed " << seed << ", n " << n;
      EXPECT_GE(*strata.begin(), 0);
      EXPECT_LT(*strata.rbegin(), n);
    }
  }
}

TEST(LatinHypercube, TreatsItsDimensionsApart) {
  PythonRandom random(3);
  const Points points = latin_hypercube(2, 50, random);
  int agree = 0;
  for (const Point& point : points) {
    if (std::floor(point[0] * 50) == std::floor(point[1] * 50)) ++agree;
  }
  EXPECT_LT(agree, 10);
}

TEST(Sobol, BeginsWithTheKnownPoints) {
  const Points known = {{0, 0, 0},
                        {0.5, 0.5, 0.5},
                        {0.75, 0.25, 0.25},
                        {0.25, 0.75, 0.75},
                        {0.375, 0.375, 0.625},
                        {0.875, 0.875, 0.125},
                        {0.625, 0.125, 0.875},
                        {0.125, 0.625, 0.375}};
  EXPECT_EQ(sobol(3, 8), known);
}

TEST(Sobol, HitsEachDyadicIntervalEquallyOften) {
  expect_dyadic(12, [](int n) { return sobol(12, n); });
}

TEST(Sobol, HitsThemEquallyOftenWhenItIsShifted) {
  expect_dyadic(12, [](int n) {
    PythonRandom random(5);
    return shifted_sobol(12, n, random);
  });
}

TEST(Sobol, SpreadsTheFirstTwoDimensionsOverSquares) {
  const Points points = sobol(2, 256);
  std::set<std::pair<int, int>> squares;
  for (const Point& point : points) {
    squares.emplace(static_cast<int>(point[0] * 16), static_cast<int>(point[1] * 16));
  }
  EXPECT_EQ(squares.size(), 256u);
}

TEST(Sobol, ReachesItsLastDimension) {
  const Points points = sobol(sobol_dimensions(), 2);
  EXPECT_EQ(points[1], Point(static_cast<std::size_t>(sobol_dimensions()), 0.5));
}

Json points_of(LabBench& bench, const std::string& method, int n, std::optional<int> seed = {}) {
  Json request = {{"method", method}, {"names", {"a", "b"}}, {"n", n}};
  if (seed) request["seed"] = *seed;
  return bench.perform("points", request).at("points");
}

class PointsOf : public testing::TestWithParam<std::string> {};

TEST_P(PointsOf, AreThoseOfTheirSeed) {
  LabBench bench;
  bench.begin_study();
  const Json first = points_of(bench, GetParam(), 8, 1);
  EXPECT_EQ(points_of(bench, GetParam(), 8, 1), first);
  EXPECT_NE(points_of(bench, GetParam(), 8, 2), first);
}

TEST_P(PointsOf, ComeFromTheSeedOfTheStudyWhereNoneIsGiven) {
  const auto of_study = [](int seed) {
    LabBench bench;
    bench.begin_study({{"seed", seed}});
    return points_of(bench, GetParam(), 8);
  };
  EXPECT_EQ(of_study(7), of_study(7));
  EXPECT_NE(of_study(7), of_study(8));
}

TEST_P(PointsOf, AreNotThoseOfAnEqualRequestBefore) {
  LabBench bench;
  bench.begin_study();
  EXPECT_NE(points_of(bench, GetParam(), 8), points_of(bench, GetParam(), 8));
}

INSTANTIATE_TEST_SUITE_P(Both, PointsOf, testing::Values("latin_hypercube", "sobol"));

TEST(Points, OfALongerSobolDesignBeginWithThoseOfAShorter) {
  LabBench one;
  LabBench two;
  one.begin_study();
  two.begin_study();
  const Json many = points_of(one, "sobol", 9);
  const Json few = points_of(two, "sobol", 4);
  for (std::size_t i = 0; i < few.size(); ++i) EXPECT_EQ(many[i], few[i]);
}

TEST(Points, AreTheSameOnEveryPlatform) {
  LabBench bench;
  bench.begin_study();
  EXPECT_EQ(points_of(bench, "sobol", 3, 0).dump(), "[[0.0,0.0],[0.5,0.5],[0.75,0.25]]");
  EXPECT_EQ(points_of(bench, "sobol", 2, 42).dump(),
            "[[0.6394268043804914,0.11133107519708574],[0.13942680438049138,0.6113310751970857]]");
  EXPECT_EQ(points_of(bench, "latin_hypercube", 2, 42).dump(),
            "[[0.5125053768279031,0.12244592793285847],[0.3707752519985661,0.6116053720470518]]");
}

TEST(Points, AreRefusedWhereThereAreTooMany) {
  LabBench bench;
  bench.begin_study();
  EXPECT_THROW(points_of(bench, "sobol", 0), Error);
  EXPECT_THROW(points_of(bench, "latin_hypercube", 1'000'001), Error);
  const std::vector<std::string> names(static_cast<std::size_t>(sobol_dimensions()) + 1, "a");
  EXPECT_THROW(bench.perform("points", {{"method", "sobol"}, {"names", names}, {"n", 1}}), Error);
  EXPECT_THROW(points_of(bench, "grid", 4), Error);
}

}  // namespace
}  // namespace mutlua
