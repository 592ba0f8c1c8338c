// SPDX-License-Identifier: MIT
#include "energy/thresholds.h"

#include <gtest/gtest.h>

#include "base/error.h"

namespace mutlua {
namespace {

std::string refusal(const char* overrides) {
  try {
    thresholds_from(Json::parse(overrides), "study.thresholds");
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::usage);
    return error.what();
  }
  return "nothing was refused";
}

TEST(Thresholds, AreReplacedOneByOne) {
  const Thresholds changed =
      thresholds_from(Json::parse(R"({"cpu.other_load.warn_pct": 7.5})"), "");
  Thresholds expected;
  expected.cpu_other_load_warn_pct = 7.5;
  EXPECT_EQ(changed, expected);
}

TEST(Thresholds, AreTheDefaultsWhereNothingIsSaid) {
  for (const char* none : {"null", "{}", "[]"}) {
    EXPECT_EQ(thresholds_from(Json::parse(none), ""), Thresholds());
  }
}

TEST(Thresholds, ComeBackFromTheirJson) {
  Thresholds thresholds;
  thresholds.self_overhead_pct = 9;
  EXPECT_EQ(thresholds_from(to_json(thresholds), ""), thresholds);
}

TEST(Thresholds, ThatAreUnknownAreRefusedWithTheNearest) {
  EXPECT_EQ(refusal(R"({"cpu.other_load.warn": 1})"),
            "study.thresholds: unknown threshold 'cpu.other_load.warn'; did you mean "
            "'cpu.other_load.warn_pct'?");
}

TEST(Thresholds, ThatAreNoUsableNumbersAreRefused) {
  for (const char* bad :
       {R"({"mem.low.bytes": -1})", R"({"mem.low.bytes": "1"})", R"({"mem.low.bytes": null})"}) {
    EXPECT_EQ(refusal(bad), "study.thresholds.mem.low.bytes: must be a number of at least 0");
  }
  EXPECT_EQ(refusal("5"), "study.thresholds: must be an object of thresholds, not the number 5");
}

}  // namespace
}  // namespace mutlua
