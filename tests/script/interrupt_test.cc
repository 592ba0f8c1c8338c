// SPDX-License-Identifier: MIT
// Stopping a script that never passes the door, as Ctrl-C does.
#include <gtest/gtest.h>
#include <pthread.h>
#include <signal.h>

#include <atomic>
#include <thread>

#include "script/running.h"

namespace mutlua {
namespace {

/// SIGUSR1 stands for SIGINT: its handler notes the stop and interrupts the script.
class Interrupt : public testing::Test {
 protected:
  Interrupt() {
    struct sigaction action = {};
    action.sa_handler = [](int) {
      requested = true;
      LuaState::interrupt();
    };
    sigaction(SIGUSR1, &action, &before_);
    requested = false;
  }
  ~Interrupt() override { sigaction(SIGUSR1, &before_, nullptr); }

  static std::optional<Error> pending() {
    if (!requested) return std::nullopt;
    return Error(ErrorKind::stopped, "stopped by SIGUSR1");
  }

  /// How the script ends that is interrupted after it has called `ready()`.
  static std::optional<Error> interrupted(const std::string& text) {
    std::atomic<bool> ready = false;
    const pthread_t runner = pthread_self();
    std::thread sender([&] {
      ready.wait(false);
      pthread_kill(runner, SIGUSR1);
    });
    const Door door = [&](const std::string&, const Json&) {
      ready = true;
      ready.notify_one();
      return Json::object();
    };
    const auto end = end_of("local function ready() door.perform('ready') end " + text, door,
                            {.pending_stop = pending});
    sender.join();
    return end;
  }

  static std::atomic<bool> requested;

 private:
  struct sigaction before_ = {};
};

std::atomic<bool> Interrupt::requested = false;

class Loop : public Interrupt, public testing::WithParamInterface<const char*> {};

TEST_P(Loop, IsEndedByASignal) {
  const auto end = interrupted(GetParam());
  ASSERT_TRUE(end);
  EXPECT_EQ(end->kind(), ErrorKind::stopped);
  EXPECT_STREQ(end->what(), "stopped by SIGUSR1");
}

INSTANTIATE_TEST_SUITE_P(
    Script, Loop,
    testing::Values(
        "ready() while true do end", "ready() repeat until false",
        "ready() for i = 1, math.huge do local x = i * 2 end",
        "ready() while true do pcall(function() error() end) end",
        "ready() pcall(function() while true do end end) while true do end",
        "ready() while true do pcall(function() while true do end end) end",
        "ready() xpcall(function() while true do end end, function() while true do end end)",
        "ready() coroutine.wrap(function() while true do end end)()",
        "ready() while true do coroutine.resume(coroutine.create(function() while true do end "
        "end)) end",
        "ready() while true do coroutine.wrap(function() pcall(error) end)() end",
        "ready() while true do load(function() while true do end end) end",
        "ready() local function f() return f() end f()",
        "ready() table.sort({1, 2, 3}, function() while true do end end)",
        "ready() while true do tostring({}) end"));

TEST_F(Interrupt, ByAnErrorThatIsNotFatalEndsTheScriptAllTheSameAndSaysWhere) {
  const Door door = [](const std::string&, const Json&) {
    raise(SIGUSR1);
    return Json::object();
  };
  const auto end =
      end_of("\nlocal function f()\n  while true do pcall(door.perform, 'x') end\nend\npcall(f)",
             door, {.pending_stop = []() -> std::optional<Error> {
               if (!requested) return std::nullopt;
               return Error(ErrorKind::script, "too long");
             }});
  ASSERT_TRUE(end);
  EXPECT_EQ(end->kind(), ErrorKind::script);
  EXPECT_STREQ(end->what(), "scripts/x.lua:3: too long");
}

TEST_F(Interrupt, WithoutAStopLetsTheScriptGoOn) {
  const Door door = [](const std::string&, const Json&) {
    LuaState::interrupt();
    return Json::object();
  };
  int asked = 0;
  const LuaOptions options = {.pending_stop = [&]() -> std::optional<Error> {
    ++asked;
    return std::nullopt;
  }};
  EXPECT_EQ(told_by("door.perform('x') local n = 0 for i = 1, 1000 do n = n + i end tell(n)", door,
                    options),
            Json::parse("[500500]"));
  EXPECT_EQ(asked, 2) << "once before the script starts and once after the interrupt";
}

TEST_F(Interrupt, FromInsideAPrimitiveIsSeenRightAfterIt) {
  const Door door = [](const std::string&, const Json&) {
    raise(SIGUSR1);
    return Json::object();
  };
  const auto end =
      end_of("pcall(door.perform, 'x') while true do end", door, {.pending_stop = pending});
  EXPECT_EQ(end->kind(), ErrorKind::stopped);
}

TEST_F(Interrupt, BeforeTheScriptStartsKeepsItFromStarting) {
  raise(SIGUSR1);
  bool performed = false;
  const Door door = [&](const std::string&, const Json&) {
    performed = true;
    return Json::object();
  };
  EXPECT_EQ(end_of("door.perform('x')", door, {.pending_stop = pending})->kind(),
            ErrorKind::stopped);
  EXPECT_FALSE(performed);
}

TEST_F(Interrupt, WhileNoScriptRunsDoesNothing) {
  LuaState::interrupt();
  LuaState state(EchoDoor().door());
  LuaState::interrupt();
  state.run_text("return 1", "x.lua");
  LuaState::interrupt();
}

}  // namespace
}  // namespace mutlua
