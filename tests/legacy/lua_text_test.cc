// SPDX-License-Identifier: MIT
#include "legacy/lua_text.h"

#include <gtest/gtest.h>

#include <random>

#include "legacy/lua_table.h"
#include "script/lua_state.h"

namespace mutlua {
namespace {

/// The bytes that a Lua expression evaluates to.
std::string evaluated(const std::string& expression) {
  std::string bytes;
  LuaState state([&](const std::string&, const Json& request) {
    for (const Json& byte : request.at("bytes")) {
      bytes += static_cast<char>(byte.get<int>());
    }
    return Json::object();
  });
  state.run_text("local text = " + expression +
                     "\nlocal bytes = {} for i = 1, #text do bytes[i] = text:byte(i) end "
                     "require('mutlua.door').perform('tell', { bytes = bytes })",
                 "x.lua");
  return bytes;
}

/// Bytes in which what Lua gives a meaning to is frequent.
std::string random_bytes(std::mt19937& random) {
  static const std::vector<std::string> pieces = {
      "\"", "'",  "\\", "\n",   "\r",       "]]",           "[[", "--", "\\z", "\\x", "1",
      "0",  "\t", " ",  "\xFF", "\xC3\xA9", "\xE2\x80\xAE", "变", "}",  "%",   "${"};
  std::string bytes;
  for (auto left = random() % 30; left > 0; --left) {
    if (random() % 3 == 0) {
      bytes += static_cast<char>(random() % 256);
    } else {
      bytes += pieces[random() % pieces.size()];
    }
  }
  return bytes;
}

bool is_one_line_of_text(const std::string& text) {
  return std::none_of(text.begin(), text.end(),
                      [](char c) { return (c >= 0 && c < ' ') || c == 0x7F; });
}

TEST(LuaString, EvaluatesToTheSameBytesWhateverTheyAre) {
  std::mt19937 random(1);
  for (int i = 0; i < 300; ++i) {
    const std::string bytes = random_bytes(random);
    const std::string text = lua_string(bytes);
    EXPECT_EQ(evaluated(text), bytes) << text;
    EXPECT_TRUE(is_one_line_of_text(text)) << text;
    EXPECT_NO_THROW(static_cast<void>(Json(text).dump())) << "not UTF-8";
  }
}

TEST(LuaString, HoldsEveryByte) {
  std::string all;
  for (int byte = 0; byte < 256; ++byte) all += static_cast<char>(byte);
  EXPECT_EQ(evaluated(lua_string(all)), all);
}

TEST(LuaString, KeepsLettersOfAllScriptsReadable) {
  EXPECT_EQ(lua_string("变异 épochs 1"), "\"变异 épochs 1\"");
}

TEST(LuaString, EscapesADigitsNeighbourUnambiguously) {
  EXPECT_EQ(lua_string(std::string("\0001", 2)), "\"\\0001\"");
}

TEST(LuaString, ShowsWhatWouldChangeTheDirectionOfReading) {
  EXPECT_EQ(lua_string("a\u202Eb"), "\"a\\226\\128\\174b\"");
}

TEST(LuaKey, QuotesWhatIsNoIdentifier) {
  EXPECT_EQ(lua_key("learning_rate"), "learning_rate");
  EXPECT_EQ(lua_key("end"), "[\"end\"]");
  EXPECT_EQ(lua_key("2x"), "[\"2x\"]");
  EXPECT_EQ(lua_key(""), "[\"\"]");
  EXPECT_EQ(lua_key("a = os.exit()"), "[\"a = os.exit()\"]");
}

TEST(LuaNumber, ReadsBackAsTheSameNumber) {
  EXPECT_EQ(lua_number(Json(0.0001)), "0.0001");
  EXPECT_EQ(lua_number(Json(1e-5)), "1e-05");
  EXPECT_EQ(lua_number(Json(0.10093786645433042)), "0.10093786645433042");
  EXPECT_EQ(lua_number(Json(-3)), "-3");
}

TEST(LuaComment, NeverEndsBeforeItsLine) {
  std::mt19937 random(2);
  for (int i = 0; i < 300; ++i) {
    const std::string comment = lua_comment(random_bytes(random), 2);
    EXPECT_EQ(evaluated(comment + "\"after\""), "after") << comment;
    EXPECT_EQ(comment.find('\r'), std::string::npos);
    for (std::size_t start = 0; start < comment.size(); start = comment.find('\n', start) + 1) {
      EXPECT_EQ(comment.compare(start, 5, "  -- "), 0) << comment;
    }
  }
}

TEST(LuaComment, BreaksLinesAtOneHundredColumns) {
  EXPECT_EQ(lua_comment(""), "");
  EXPECT_EQ(lua_comment(" \n\t "), "");
  EXPECT_EQ(lua_comment("a\nb"), "-- a b\n");
  EXPECT_EQ(lua_comment(std::string(97, 'x') + " y"), "-- " + std::string(97, 'x') + "\n-- y\n");
  EXPECT_EQ(lua_comment(std::string(98, 'x')), "-- " + std::string(97, 'x') + "\n-- x\n");
}

TEST(LuaComment, GivesTheLinterNoOrders) {
  EXPECT_EQ(lua_comment("luacheck: ignore"), "-- 'luacheck: ignore\n");
}

TEST(LuaNode, StandsOnOneLineWhereItFits) {
  LuaNode node{.text = "f ", .items = {{.text = "1"}, {.text = "2"}}, .table = true};
  EXPECT_EQ(lua_text(node), "f { 1, 2 }");
  EXPECT_EQ(lua_text({.text = "f ", .table = true}), "f {}");
  node.items[0].text = std::string(95, 'x');
  EXPECT_EQ(lua_text(node, 2), "f {\n    " + std::string(95, 'x') + ",\n    2,\n  }");
}

TEST(LuaNode, PacksItsLinesWhereToldTo) {
  LuaNode node{.text = "f ", .table = true, .packed = true};
  for (const char c : {'a', 'b', 'c'}) node.items.push_back({.text = std::string(45, c)});
  EXPECT_EQ(lua_text(node), "f {\n  " + std::string(45, 'a') + ", " + std::string(45, 'b') +
                                ",\n  " + std::string(45, 'c') + ",\n}");
}

TEST(LuaNode, HasRemarksAboveItsItems) {
  const LuaNode node{.text = "f ", .items = {{.text = "1", .remarks = {"one"}}}, .table = true};
  EXPECT_EQ(lua_text(node), "f {\n  -- one\n  1,\n}");
}

}  // namespace
}  // namespace mutlua
