// SPDX-License-Identifier: MIT
#include "lab/result.h"

#include <gtest/gtest.h>

#include "lab/energy_bench.h"

namespace mutlua {
namespace {

/// What the record of a trial gives whose joules are invalid, and its training too.
Json with_invalid_joules(Json record) {
  record["quality"]["energy"] = "invalid";
  record["quality"]["flags"] = {
      {{"id", "training.failed"}, {"severity", "error"}, {"detail", "a: it failed"}},
      {{"id", "counter.stuck"}, {"severity", "error"}, {"detail", "the counter stood still"}},
      {{"id", "swap.used"}, {"severity", "info"}, {"detail", "3 pages"}}};
  return result_of(record, "folder", false);
}

TEST(ResultOf, HasReasonsInThePlaceOfInvalidJoules) {
  EnergyBench energy;
  const Json result = with_invalid_joules(record_in(energy.run(kAlone)));
  EXPECT_TRUE(result.at("valid").get<bool>());
  for (const char* field : {"cpu_joules", "gpu_joules", "total_joules"}) {
    EXPECT_FALSE(result.at("energy").contains(field)) << field;
    EXPECT_EQ(result.at("energy").at("reasons").at(field), "invalid: the counter stood still");
  }
  EXPECT_NEAR(result.at("energy").at("detail").at("gpu_joules").get<double>(), 240, 1);
  EXPECT_TRUE(result.at("energy").contains("seconds"));
}

TEST(ResultOf, SaysWhyAFigureIsUnknownAlsoWhereTheOthersAreInvalid) {
  EnergyBench energy(0);
  const Json result = with_invalid_joules(record_in(energy.run(kAlone)));
  const Json& reasons = result.at("energy").at("reasons");
  EXPECT_FALSE(reasons.at("gpu_joules").get<std::string>().starts_with("invalid"));
  EXPECT_TRUE(reasons.at("cpu_joules").get<std::string>().starts_with("invalid: "));
}

}  // namespace
}  // namespace mutlua
