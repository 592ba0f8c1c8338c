// SPDX-License-Identifier: MIT
#include "script/interrupt.h"

#include <atomic>

#include "script/lua_error.h"
#include "script/passage.h"
#include "script/position.h"

namespace mutlua {
namespace {

std::atomic<lua_State*> running = nullptr;
static_assert(std::atomic<lua_State*>::is_always_lock_free, "a signal handler reads it");

int raise_stop(lua_State* L) {
  Passage::of(L).pass_stop(where(L));
  return 0;
}

void ask(lua_State* L, lua_Debug*) {
  // First off, then the question: a stop that comes in between sets the hook again.
  lua_sethook(L, nullptr, 0, 0);
  guarded<raise_stop>(L);
}

}  // namespace

Running::Running(lua_State* L) : before_(running.exchange(L)) {}

Running::~Running() { running.store(before_); }

void interrupt_running() noexcept {
  // LuaJIT's own program sets its hook from a signal handler too; the JIT compiler is off, so every
  // instruction looks at it.
  if (lua_State* L = running.load()) {
    lua_sethook(L, ask, LUA_MASKCALL | LUA_MASKRET | LUA_MASKCOUNT, 1);
  }
}

}  // namespace mutlua
