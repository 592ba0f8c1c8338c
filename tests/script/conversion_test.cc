// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <lua.hpp>
#include <random>

#include "script/convert.h"
#include "script/running.h"
#include "script/utf8.h"

namespace mutlua {
namespace {

/// A bare Lua state for values.
struct Values {
  Values() : L(luaL_newstate()) { luaL_openlibs(L); }
  ~Values() { lua_close(L); }
  Values(const Values&) = delete;
  Values& operator=(const Values&) = delete;

  Json through(const Json& value) {
    push_json(L, value, "value");
    Json result = to_json(L, -1, "value");
    lua_settop(L, 0);
    return result;
  }
  Json of(const std::string& expression) {
    EXPECT_EQ(luaL_dostring(L, ("return " + expression).c_str()), 0) << lua_tostring(L, -1);
    Json result = to_json(L, -1, "study");
    lua_settop(L, 0);
    return result;
  }

  lua_State* L;
};

/// Why the expression's value is refused.
std::string refusal(const std::string& expression) {
  try {
    Values().of(expression);
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::script);
    return error.what();
  }
  return "";
}

/// JSON that Lua can hold: no nulls, no empty arrays.
class RandomJson {
 public:
  explicit RandomJson(unsigned seed) : generator_(seed) {}

  Json value(int depth) {
    switch (below(depth > 0 ? 6 : 4)) {
      case 0:
        return below(2) == 0;
      case 1:
        return std::int64_t(generator_() >> 11) * (below(2) == 0 ? 1 : -1);
      case 2:
        return std::ldexp(double(generator_()), int(below(400)) - 300);
      case 3:
        return text();
      case 4:
        return array(depth);
      default:
        return object(depth);
    }
  }

 private:
  std::uint64_t below(std::uint64_t limit) { return generator_() % limit; }

  std::string text() {
    static const std::vector<std::string> pieces = {"a",  "é", "中", "😀", std::string(1, '\0'),
                                                    "\n", "\""};
    std::string result;
    for (auto count = below(6); count > 0; --count) result += pieces[below(pieces.size())];
    return result;
  }
  Json array(int depth) {
    Json result = Json::array();
    for (auto count = below(4) + 1; count > 0; --count) result.push_back(value(depth - 1));
    return result;
  }
  Json object(int depth) {
    Json result = Json::object();
    for (auto count = below(5); count > 0; --count) result[text() + "k"] = value(depth - 1);
    return result;
  }

  std::mt19937_64 generator_;
};

TEST(Conversion, BringsRandomJsonThroughLuaUnchanged) {
  for (unsigned seed = 0; seed < 500; ++seed) {
    const Json value = RandomJson(seed).value(5);
    EXPECT_EQ(canonical_text(Values().through(value)), canonical_text(value)) << "seed " << seed;
  }
}

TEST(Conversion, KeepsWholeNumbersUpToTwoToThePowerOf53AsIntegers) {
  EXPECT_EQ(Values().of("{1, -7, 2^53, -2^53, 0.5, -0.0}").dump(),
            "[1,-7,9007199254740992,-9007199254740992,0.5,0]");
  EXPECT_TRUE(Values().of("2^53").is_number_integer());
}

TEST(Conversion, NeverPretendsThatLargerNumbersAreIntegers) {
  EXPECT_TRUE(Values().of("2^53 + 2").is_number_float());
  EXPECT_EQ(Values().of("1e300"), Json(1e300));
}

TEST(Conversion, SortsTheFieldsOfATable) {
  EXPECT_EQ(Values().of("{b = 1, a = 2, ['Z'] = 3, ab = 4}").dump(),
            R"({"Z":3,"a":2,"ab":4,"b":1})");
}

TEST(Conversion, TakesTheEmptyTableForAnObject) {
  EXPECT_EQ(Values().of("{}").dump(), "{}");
  EXPECT_EQ(Values().through(Json::array()).dump(), "{}");
}

TEST(Conversion, TakesNoNoticeOfMetatables) {
  EXPECT_EQ(Values().of("setmetatable({id = 3}, {__index = {hidden = 1}, __len = error})").dump(),
            R"({"id":3})");
}

TEST(Conversion, LeavesOutNulls) {
  EXPECT_EQ(Values().through(Json::parse(R"({"a": null, "b": 1})")).dump(), R"({"b":1})");
}

TEST(Conversion, AcceptsATableThatStandsInTwoPlaces) {
  EXPECT_EQ(Values().of("(function() local t = {1} return {t, t} end)()").dump(), "[[1],[1]]");
}

TEST(Conversion, RefusesWithThePlaceWhatJsonCannotHold) {
  EXPECT_EQ(refusal("{factors = {lr = print}}"),
            "study.factors.lr: expected plain data, found a function");
  EXPECT_EQ(refusal("{1, {lr = 0/0}}"),
            "study[2].lr: is not a number (NaN), which data cannot hold; leave it out");
  EXPECT_EQ(refusal("{lr = -1/0}"), "study.lr: is infinite, which data cannot hold; leave it out");
  EXPECT_EQ(refusal("{name = 'a\\255'}"), "study.name: the text is not valid UTF-8");
  EXPECT_EQ(refusal("{a = {['\\255'] = 1}}"), "study.a: has a field whose name is not valid UTF-8");
}

TEST(Conversion, RefusesWithThePlaceTablesThatAreNeitherListNorFields) {
  EXPECT_EQ(refusal("{a = {1, 2, x = 3}}"),
            "study.a: is both a list and a table of fields (such as 'x'); make it one of them");
  EXPECT_EQ(refusal("{a = {1, [3] = 3}}"), "study.a: is a list with gaps: entry 2 is missing");
  EXPECT_EQ(refusal("{[1e15] = 1}"), "study: is a list with gaps: entry 1 is missing");
  EXPECT_EQ(refusal("{[0] = 1}"), "study: has the key 0; keys are names or positions 1, 2, 3, ...");
  EXPECT_EQ(refusal("{[1.5] = 1}"),
            "study: has the key 1.5; keys are names or positions 1, 2, 3, ...");
  EXPECT_EQ(refusal("{a = {[true] = 1}}"),
            "study.a: has a boolean as a key; keys are names or positions 1, 2, 3, ...");
}

TEST(Conversion, RefusesATableInsideItself) {
  EXPECT_EQ(refusal("(function() local t = {} t.a = {b = t} return t end)()"),
            "study.a.b: is a table that contains itself");
}

TEST(Conversion, RefusesNestingDeeperThan64) {
  const std::string nested = "(function(n) local t = {} for i = 2, n do t = {t} end return t end)";
  EXPECT_EQ(refusal(nested + "(64)"), "");
  EXPECT_NE(refusal(nested + "(65)").find("]: is nested deeper than 64"), std::string::npos);
}

TEST(Conversion, RefusesMoreDataThanAnyoneNeeds) {
  Values values;
  ASSERT_EQ(luaL_dostring(values.L, "local t = {1} for i = 1, 40 do t = {t, t} end return t"), 0);
  try {
    to_json(values.L, -1, "emit", 100);
    FAIL();
  } catch (const Error& error) {
    EXPECT_TRUE(std::string(error.what())
                    .ends_with(": there is no end to this data; hand over less of it"));
  }
}

TEST(Conversion, RefusesIntegersThatLuaWouldRound) {
  Values values;
  for (const Json& number :
       {Json((std::int64_t{1} << 53) + 1), Json(std::numeric_limits<std::int64_t>::min()),
        Json(std::numeric_limits<std::uint64_t>::max())}) {
    try {
      push_json(values.L, Json{{"list", Json::array({1, number})}}, "model");
      FAIL() << number;
    } catch (const Error& error) {
      EXPECT_EQ(error.what(), "model.list[2]: a script cannot hold " + number.dump() +
                                  " exactly; whole numbers end at 2^53");
    }
  }
}

TEST(Conversion, LeavesTheStackAsItWas) {
  Values values;
  push_json(values.L, Json::parse(R"({"a": [1, {"b": "c"}], "d": {}})"), "value");
  to_json(values.L, -1, "value");
  EXPECT_EQ(lua_gettop(values.L), 1);
}

TEST(Utf8, AcceptsTheShortestFormOfEveryCharacterAndNothingElse) {
  for (const char* good : {"", "a", "\xC2\x80", "\xE0\xA0\x80", "\xED\x9F\xBF", "\xEE\x80\x80",
                           "\xF0\x90\x80\x80", "\xF4\x8F\xBF\xBF", "aé中😀z"}) {
    EXPECT_TRUE(is_utf8(good)) << good;
  }
  for (const char* bad : {"\x80", "\xC1\xBF", "\xE0\x9F\xBF", "\xED\xA0\x80", "\xF0\x8F\xBF\xBF",
                          "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xE4\xB8", "a\xFF", "\xC3("}) {
    EXPECT_FALSE(is_utf8(bad)) << testing::PrintToString(bad);
  }
}

}  // namespace
}  // namespace mutlua
