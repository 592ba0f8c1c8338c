// SPDX-License-Identifier: MIT
// Fatal errors and os.exit: what ends a script and cannot be swallowed.
#include <gtest/gtest.h>

#include "script/running.h"

namespace mutlua {
namespace {

const Error kFull(ErrorKind::machine, "no space left in results");

/// How the script ends whose `stop()` meets a full disk, and what it still wrote with `note()`,
/// which does not pass the door.
struct AfterStop {
  std::optional<Error> end;
  std::string notes;
};

AfterStop after_stop(const std::string& text) {
  AfterStop after;
  testing::internal::CaptureStdout();
  after.end = end_of(
      "local function stop() door.perform('stop') end "
      "local function note() io.stdout:write('note ') end " +
          text,
      refusing("stop", kFull));
  fflush(stdout);
  after.notes = testing::internal::GetCapturedStdout();
  return after;
}

class FatalError : public testing::TestWithParam<const char*> {};

TEST_P(FatalError, EndsTheScriptWhateverItTries) {
  const AfterStop after = after_stop(GetParam());
  ASSERT_TRUE(after.end);
  EXPECT_STREQ(after.end->what(), kFull.what());
  EXPECT_EQ(after.end->kind(), ErrorKind::machine);
  EXPECT_EQ(after.notes, "");
}

INSTANTIATE_TEST_SUITE_P(
    Script, FatalError,
    testing::Values(
        "stop() note()", "pcall(stop) note()", "xpcall(stop, function() note() end) note()",
        "xpcall(function() error('x') end, function() stop() end) note()",
        "pcall(pcall, pcall, stop) note()", "pcall(function() pcall(stop) end) note()",
        "pcall(xpcall, stop, note) note()", "coroutine.resume(coroutine.create(stop)) note()",
        "pcall(coroutine.wrap(stop)) note()",
        "pcall(coroutine.wrap(function() pcall(stop) note() end)) note()",
        "local go = coroutine.wrap(function() pcall(function() coroutine.yield() stop() end) "
        "note() end) "
        "go() pcall(go) note()",
        "load(function() stop() end) note()", "pcall(load, function() stop() end) note()",
        "pcall(table.sort, {3, 2, 1}, function() stop() end) note()",
        "pcall(string.gsub, 'aaa', 'a', stop) note()",
        "pcall(setmetatable({}, {__index = stop}).x) note()",
        "tostring(setmetatable({}, {__tostring = function() pcall(stop) note() return '' end})) "
        "note()",
        "while true do pcall(stop) end", "while true do xpcall(stop, note) end",
        "local function again() return pcall(stop) and 1 or again() end again()"));

/// Runs `body` as the finalizer of an object that is there when the disk is full.
Error end_with_finalizer(const std::string& body, const Door& door) {
  return *end_of(
      "local object = newproxy(true) "
      "getmetatable(object).__gc = function() " +
          body +
          " end "
          "pcall(door.perform, 'stop')",
      door);
}

TEST(FatalErrorInTheEnd, LetsNoFinalizerPassTheDoor) {
  int performed = 0;
  const Door door = [&](const std::string& kind, const Json&) -> Json {
    if (kind == "stop") throw Error(kFull);
    ++performed;
    return Json::object();
  };
  EXPECT_STREQ(end_with_finalizer("door.perform('late')", door).what(), kFull.what());
  EXPECT_EQ(performed, 0);
}

TEST(FatalErrorInTheEnd, IsKnownAtTheDoor) {
  testing::internal::CaptureStdout();
  EXPECT_EQ(told_by("tell(door.fatal())"), Json::parse("[false]"));
  end_with_finalizer("print(door.fatal())", refusing("stop", kFull));
  fflush(stdout);
  EXPECT_EQ(testing::internal::GetCapturedStdout(), "true\n");
}

TEST(ScriptsOwnErrors, CanBeCaughtAsEver) {
  EXPECT_EQ(told_by(R"(
tell((pcall(error, "x")))
tell((xpcall(function() error("x", 0) end, function(e) tell(e) return "handled" end)))
tell(select(2, xpcall(function(a, b) return a + b end, print, 2, 3)))
tell(select(2, coroutine.resume(coroutine.create(function() error("y", 0) end))))
tell(select("#", pcall(function() return nil, nil, nil end))))"),
            Json::parse(R"([false, "x", false, 5, "y", 4])"));
}

TEST(ScriptsOwnErrors, LeaveCoroutinesAsTheyAre) {
  EXPECT_EQ(told_by(R"(
local function count(n) return coroutine.wrap(function() for i = 1, n do pcall(coroutine.yield, i) end end) end
for i in count(3) do tell(i) end
local thread = coroutine.create(function(a) local b = coroutine.yield(a + 1) return b * 2 end)
tell(select(2, coroutine.resume(thread, 1))) tell(select(2, coroutine.resume(thread, 10)))
tell(coroutine.status(thread)))"),
            Json::parse(R"([1, 2, 3, 2, 20, "dead"])"));
}

TEST(OsExit, EndsTheScriptQuietly) {
  EXPECT_EQ(told_by("tell(1) os.exit(0) tell(2)"), Json::parse("[1]"));
  EXPECT_EQ(told_by("tell(1) os.exit() tell(2)"), Json::parse("[1]"));
  EXPECT_EQ(told_by("pcall(function() pcall(os.exit, true) tell(1) end) tell(2)"),
            Json::parse("[]"));
}

TEST(OsExit, WithAnotherStatusIsAnErrorOfTheScript) {
  const auto error = end_of("\npcall(function() os.exit(3) end)");
  ASSERT_TRUE(error);
  EXPECT_EQ(error->kind(), ErrorKind::script);
  EXPECT_STREQ(error->what(), "scripts/x.lua:2: the script ended itself with os.exit(3)");
  EXPECT_STREQ(end_of("os.exit(false)")->what(),
               "scripts/x.lua:1: the script ended itself with os.exit(1)");
}

TEST(OsExit, RunsTheDestructorsOfWhoeverCalledTheScript) {
  bool cleaned = false;
  {
    const std::shared_ptr<void> guard(nullptr, [&](void*) { cleaned = true; });
    told_by("os.exit(0)");
  }
  EXPECT_TRUE(cleaned);
}

}  // namespace
}  // namespace mutlua
