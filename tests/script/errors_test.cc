// SPDX-License-Identifier: MIT
// What the user reads when a script fails.
#include <gtest/gtest.h>

#include "script/running.h"
#include "support/temp_folder.h"

namespace mutlua {
namespace {

TEST(ScriptError, TellsFileAndLine) {
  const auto error = end_of("\n\nlocal model = nil\nprint(model.name)");
  ASSERT_TRUE(error);
  EXPECT_EQ(error->kind(), ErrorKind::script);
  EXPECT_STREQ(error->what(), "scripts/x.lua:4: attempt to index local 'model' (a nil value)");
}

TEST(ScriptError, OfSyntaxTellsFileAndLine) {
  EXPECT_EQ(message_of("\nlocal = 3"), "scripts/x.lua:2: '<name>' expected near '='");
}

TEST(ScriptError, ShowsTheWayThroughTheUsersFunctions) {
  EXPECT_EQ(message_of(R"(
local function measure(trial) return trial.missing.field end
local function each(trials)
  for _, trial in pairs(trials) do measure(trial) end
end
each { {} }
)"),
            R"(scripts/x.lua:2: attempt to index field 'missing' (a nil value)
stack traceback:
  scripts/x.lua:2: in function 'measure'
  scripts/x.lua:4: in function 'each'
  scripts/x.lua:6: in the main chunk)");
}

TEST(ScriptError, OfAFailedAssertionGetsItsPlaceToo) {
  EXPECT_EQ(message_of("\nassert(false)"), "scripts/x.lua:2: assertion failed!");
  EXPECT_EQ(message_of("\nassert(nil, 'no pairs left')"), "scripts/x.lua:2: no pairs left");
}

TEST(ScriptError, MayBeAnyValue) {
  EXPECT_EQ(message_of("error({})"), "scripts/x.lua:1: the error is not a text but a table");
  EXPECT_EQ(message_of("error()"), "scripts/x.lua:1: the error is not a text but a nil");
  EXPECT_EQ(message_of("error(setmetatable({}, {__tostring = function() return 'odd' end}))"),
            "scripts/x.lua:1: odd");
}

TEST(ScriptError, OfBottomlessRecursionShowsBothEndsOfTheStack) {
  const std::string message = message_of("local function f() return 1 + f() end\nf()");
  EXPECT_NE(message.find("scripts/x.lua:1: stack overflow"), std::string::npos) << message;
  EXPECT_NE(message.find("\n  ...\n"), std::string::npos);
  EXPECT_TRUE(message.ends_with("\n  scripts/x.lua:2: in the main chunk")) << message;
  EXPECT_LT(message.size(), 2000u);
}

TEST(ScriptError, FromACoroutineKeepsItsOwnPlace) {
  EXPECT_TRUE(message_of("local go = coroutine.wrap(function()\n error('inside') end)\n\ngo()")
                  .starts_with("scripts/x.lua:2: inside\nstack traceback:\n  scripts/x.lua:4: in"));
}

/// A library whose function `call` fails in the way that `body` says.
LuaOptions library(const TempFolder& folder, const std::string& body) {
  folder.write("mutlua/init.lua",
               "local door = require 'mutlua.door'\nlocal M = {}\nfunction M.call(x)\n" + body +
                   "\nend\nreturn M\n");
  return {.library = folder.path()};
}

constexpr const char* kCaller =
    "local mut = require 'mutlua'\nlocal function mine() mut.call(nil) end\nmine()";

TEST(ScriptError, OfTheLibraryComesOutAsTheLibrarySaysIt) {
  const TempFolder folder;
  EXPECT_EQ(
      message_of(kCaller, {}, library(folder, "error(door.where() .. 'call: x is missing', 0)")),
      R"(scripts/x.lua:2: call: x is missing
stack traceback:
  scripts/x.lua:2: in function 'mine'
  scripts/x.lua:3: in the main chunk)");
}

TEST(ScriptError, HidesTheLibrarysFramesUnlessVerbose) {
  const TempFolder folder;
  LuaOptions options = library(folder, "return x.y");
  EXPECT_EQ(message_of(kCaller, {}, options),
            R"(mutlua/init.lua:4: attempt to index local 'x' (a nil value)
stack traceback:
  scripts/x.lua:2: in function 'mine'
  scripts/x.lua:3: in the main chunk)");
  options.verbose = true;
  EXPECT_NE(message_of(kCaller, {}, options).find("\n  mutlua/init.lua:4: in function 'call'\n"),
            std::string::npos);
}

TEST(ScriptError, OfAPathTooLongForLuaTellsTheLastFolderAndTheFile) {
  const TempFolder folder;
  const auto file = folder.write(std::string(80, 'd') + "/scripts/deep.lua", "error('here')");
  try {
    LuaState(EchoDoor().door()).run(file);
    FAIL();
  } catch (const Error& error) {
    EXPECT_STREQ(error.what(), "scripts/deep.lua:1: here");
  }
}

TEST(DoorError, GetsTheUsersLineInFrontOnce) {
  const Door door = refusing("model", Error(ErrorKind::script, "unknown model 'a'"));
  const auto error = end_of("\ndoor.perform('model', {})", door);
  EXPECT_STREQ(error->what(), "scripts/x.lua:2: unknown model 'a'");
  EXPECT_EQ(
      message_of("\nlocal ok, e = pcall(door.perform, 'model', {})\nerror(e)", door),
      "scripts/x.lua:2: unknown model 'a'\nstack traceback:\n  scripts/x.lua:3: in the main chunk");
}

TEST(DoorError, KeepsItsKind) {
  EXPECT_EQ(end_of("door.perform('x')", refusing("x", Error(ErrorKind::usage, "bad")))->kind(),
            ErrorKind::usage);
}

TEST(DoorError, IsATableWhoseTextIsTheMessageForScriptsThatCatchIt) {
  EXPECT_EQ(told_by(R"(
local ok, e = pcall(door.perform, "model", {})
tell(ok) tell(e.kind) tell(e.message) tell(tostring(e)) tell("failed: " .. e) tell(e .. "!"))",
                    refusing("model", Error(ErrorKind::script, "unknown"))),
            Json::parse(R"([false, "script", "scripts/x.lua:2: unknown", "scripts/x.lua:2: unknown",
                            "failed: scripts/x.lua:2: unknown", "scripts/x.lua:2: unknown!"])"));
}

TEST(DoorError, OfARequestThatCannotCrossNamesKindAndField) {
  EXPECT_EQ(message_of("door.perform('study', {factors = {lr = print}})"),
            "scripts/x.lua:1: study.factors.lr: expected plain data, found a function");
  EXPECT_TRUE(
      message_of("door.perform('study', 3)").starts_with("scripts/x.lua:1: bad argument #2 to"));
}

TEST(Door, RunsDestructorsOnBothSidesOfAnError) {
  int alive = 0;
  struct Counted {
    explicit Counted(int& number) : count(++number) {}
    ~Counted() { --count; }
    int& count;
  };
  const Door door = [&](const std::string&, const Json&) -> Json {
    const Counted counted(alive);
    throw Error(ErrorKind::script, "no");
  };
  EXPECT_NE(message_of("for _ = 1, 10 do pcall(door.perform, 'x') end door.perform('x')", door),
            "");
  EXPECT_EQ(alive, 0);
}

TEST(Door, TurnsAnyExceptionIntoAFatalError) {
  const Door door = [](const std::string&, const Json& request) {
    return request.at("no such field");
  };
  const auto error = end_of("pcall(door.perform, 'x')", door);
  ASSERT_TRUE(error);
  EXPECT_EQ(error->kind(), ErrorKind::internal);
  EXPECT_NE(std::string(error->what()).find("no such field"), std::string::npos);
}

TEST(Door, KnowsWhereTheUsersScriptIs) {
  EXPECT_EQ(told_by("\ntell(door.where())"), Json::parse(R"(["scripts/x.lua:2: "])"));
  EXPECT_EQ(told_by("load('tell2 = ...', "
                    "'=elsewhere')(tell)\nload('tell2(require(\"mutlua.door\").where())')()"),
            Json::parse(R"(["scripts/x.lua:2: "])"));
}

TEST(Door, TakesARequestThatIsLeftOutForAnEmptyOne) {
  EchoDoor echo;
  told_by("door.perform('finish')", echo.door());
  EXPECT_EQ(echo.of("finish").at(0).dump(), "{}");
}

}  // namespace
}  // namespace mutlua
