// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "lab/bench.h"

namespace mutlua {
namespace {

TEST(EstimatePrimitive, GivesTheIntervalOfTheMean) {
  LabBench bench;
  const Json reply = bench.perform("estimate", {{"values", {10, 20, 30}}, {"confidence", 0.95}});
  EXPECT_EQ(reply.at("n"), 3);
  EXPECT_EQ(reply.at("mean"), 20.0);
  EXPECT_EQ(reply.at("sd"), 10.0);
  EXPECT_NEAR(reply.at("upper").get<double>(), 20 + 24.8414, 1e-4);  // R: t.test(c(10, 20, 30))
  EXPECT_FALSE(reply.contains("reason"));
}

TEST(EstimatePrimitive, SaysWhyThereIsNone) {
  LabBench bench;
  const Json reply = bench.perform("estimate", {{"values", Json::object()}});  // Lua's empty list
  EXPECT_EQ(reply.at("n"), 0);
  EXPECT_TRUE(reply.at("mean").is_null());
  EXPECT_EQ(reply.at("reason"), "no values");
}

TEST(EstimatePrimitive, RefusesWhatIsNoNumberAndNoConfidence) {
  LabBench bench;
  EXPECT_THROW(bench.perform("estimate", {{"values", {"a"}}}), Error);
  EXPECT_THROW(bench.perform("estimate", {{"values", {1}}, {"confidence", 1}}), Error);
}

}  // namespace
}  // namespace mutlua
