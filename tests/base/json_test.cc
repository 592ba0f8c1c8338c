// SPDX-License-Identifier: MIT
#include "base/json.h"

#include <gtest/gtest.h>

#include <random>

#include "base/error.h"

namespace mutlua {
namespace {

std::string error_of(const std::string& text) {
  try {
    parse_json(text, "x.json");
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::usage);
    return error.what();
  }
  return "nothing thrown";
}

TEST(NumberText, IsTheShortest) {
  EXPECT_EQ(number_text(0.1), "0.1");
  EXPECT_EQ(number_text(1e-05), "1e-05");
  EXPECT_EQ(number_text(10.0), "10");
  EXPECT_EQ(number_text(-0.5), "-0.5");
  EXPECT_EQ(number_text(0.0), "0");
  EXPECT_EQ(number_text(1e20), "1e+20");
  EXPECT_EQ(number_text(Json(3)), "3");
  EXPECT_EQ(number_text(Json(3.0)), "3");
}

TEST(NumberText, ReadsBackAsTheSameNumber) {
  std::mt19937_64 random(1);
  for (int i = 0; i < 5000; ++i) {
    const double value =
        std::ldexp(static_cast<double>(random()), static_cast<int>(random() % 200) - 160);
    ASSERT_EQ(std::stod(number_text(value)), value);
  }
}

TEST(ParseJson, NamesTheFileOfANumberThatIsTooLarge) {
  EXPECT_EQ(error_of(R"({"seed": 1e999})"), "x.json: number overflow parsing '1e999'");
}

TEST(CanonicalText, SortsKeysAndKeepsLists) {
  EXPECT_EQ(canonical_text(Json::parse(R"({"b": [2, 1], "a": {"d": null, "c": true}})")),
            R"({"a":{"c":true,"d":null},"b":[2,1]})");
}

TEST(CanonicalText, IsEqualForEqualNumbers) {
  EXPECT_EQ(canonical_text(Json(10)), canonical_text(Json(10.0)));
  EXPECT_EQ(canonical_text(Json(0.1)), "0.1");
}

TEST(CanonicalText, EscapesTexts) { EXPECT_EQ(canonical_text(Json("a\"\n")), "\"a\\\"\\n\""); }

TEST(ParseJson, KeepsTheOrderOfKeys) {
  EXPECT_EQ(parse_json(R"({"z": 1, "a": 2})", "x").begin().key(), "z");
}

TEST(ParseJson, SaysWhereTheFaultIs) {
  EXPECT_EQ(error_of("{\"a\": 1,\n  oops}").substr(0, 37), "x.json: not valid JSON at line 2, col");
}

TEST(ParseJson, RefusesDuplicateKeys) {
  EXPECT_EQ(error_of(R"({"a": 1, "b": {"a": 1}, "a": 2})"), "x.json: the key 'a' stands twice");
}

TEST(ParseJson, RefusesBottomlessNesting) {
  EXPECT_EQ(error_of(std::string(100'000, '[')), "x.json: nested deeper than 64");
}

}  // namespace
}  // namespace mutlua
