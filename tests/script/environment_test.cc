// SPDX-License-Identifier: MIT
// The globals that scripts find.
#include <gtest/gtest.h>

#include "script/running.h"
#include "support/temp_folder.h"

namespace mutlua {
namespace {

TEST(Pairs, WalksNumbersThenTextsThenBooleansInOrder) {
  EXPECT_EQ(told_by(R"(
local t = {[true] = 1, [false] = 1, b = 1, a = 1, ["10"] = 1, [10] = 1, [-2.5] = 1, [3] = 1}
for k in pairs(t) do tell(tostring(k)) end)"),
            Json::parse(R"(["-2.5", "3", "10", "10", "a", "b", "false", "true"])"));
}

TEST(Pairs, VisitsKeysWithoutAnOrderLast) {
  EXPECT_EQ(told_by("for k in pairs {[{}] = 1, z = 1, [print] = 1} do tell(type(k)) end").at(0),
            "string");
  EXPECT_EQ(told_by("for k in pairs {[{}] = 1, z = 1, [print] = 1} do tell(1) end").size(), 3u);
}

TEST(Pairs, GivesTheValuesWithTheKeys) {
  EXPECT_EQ(told_by("for k, v in pairs {x = false, y = 'b'} do tell {k, v} end"),
            Json::parse(R"([["x", false], ["y", "b"]])"));
}

TEST(Pairs, WalksTheKeysThatWereThereAtTheStart) {
  EXPECT_EQ(told_by(R"(
local t = {a = 1, b = 2, c = 3}
for k in pairs(t) do tell(k) t[k .. k] = 1 t.b = nil end)"),
            Json::parse(R"(["a", "c"])"));
}

TEST(Pairs, OfSomethingElseIsAnErrorAtTheCallersLine) {
  EXPECT_EQ(message_of("\nfor _ in pairs(nil) do end"),
            "scripts/x.lua:2: bad argument #1 to 'pairs' (table expected, got nil)");
}

TEST(TableForeach, WalksInTheSameOrder) {
  EXPECT_EQ(told_by("table.foreach({b = 1, a = 1, [1] = 1}, function(k) tell(k) end)"),
            Json::parse(R"([1, "a", "b"])"));
}

TEST(Environment, HasNoJitCompiler) {
  EXPECT_EQ(told_by(R"(
tell(jit == nil) tell((pcall(require, "jit"))) tell((pcall(require, "jit.opt"))) tell((pcall(require, "jit.util"))))"),
            Json::parse("[true, false, false, false]"));
}

TEST(Environment, LoadsSourceOnly) {
  EXPECT_EQ(told_by(R"(
local code = string.dump(function() return 1 end)
tell(load(code) == nil) tell(loadstring(code) == nil) tell(load(function() local c = code code = nil return c end) == nil)
tell(load("return 7")()) tell(loadstring("return x", "c", "t", nil)() == nil) tell(load("return x", "c", "t", {x = 5})()))"),
            Json::parse("[true, true, true, 7, true, 5]"));
}

TEST(Environment, HasTheScriptsArguments) {
  EXPECT_EQ(told_by("tell(arg[0]) tell(arg[1]) tell(#arg) tell {...}", {},
                    {.arguments = {"--pairs", "pilot"}}),
            Json::parse(R"(["scripts/x.lua", "--pairs", 2, ["--pairs", "pilot"]])"));
}

TEST(Print, GoesToStandardOutput) {
  testing::internal::CaptureStdout();
  told_by("print('a', 1, nil, true)");
  fflush(stdout);
  EXPECT_EQ(testing::internal::GetCapturedStdout(), "a\t1\tnil\ttrue\n");
}

TEST(Print, GoesToStandardErrorWhereOutputBelongsToJson) {
  testing::internal::CaptureStdout();
  testing::internal::CaptureStderr();
  told_by("print('a', 1, nil) print() io.write('b')", {}, {.quiet_print = true});
  fflush(stdout);
  EXPECT_EQ(testing::internal::GetCapturedStdout(), "");
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "a\t1\tnil\n\nb");
}

TEST(Print, PutsAPrefixInFrontOfItsLine) {
  testing::internal::CaptureStdout();
  told_by("print('a', 1)", {}, {.print_prefix = "(so) "});
  fflush(stdout);
  EXPECT_EQ(testing::internal::GetCapturedStdout(), "(so) a\t1\n");
}

TEST(LuaState, CanLiveBesideAnotherOne) {
  EchoDoor echo;
  const Door nested = [&](const std::string&, const Json&) {
    return Json{{"inner", told_by("tell(1)").size()}};
  };
  EXPECT_EQ(told_by("tell(door.perform('run').inner)", nested), Json::parse("[1]"));
}

}  // namespace
}  // namespace mutlua
