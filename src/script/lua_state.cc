// SPDX-License-Identifier: MIT
#include "script/lua_state.h"

#include <fmt/format.h>

#include <lua.hpp>
#include <utility>

#include "script/failure.h"
#include "script/interrupt.h"
#include "script/lua_error.h"
#include "script/modules.h"
#include "script/natives.h"
#include "script/passage.h"

namespace mutlua {
namespace {

struct Closer {
  void operator()(lua_State* L) const { lua_close(L); }
};

/// One script on its way into the state.
struct Start {
  const LuaOptions& options;
  std::filesystem::path path;
  std::optional<std::string> text;
};

template <typename T>
T& argument(lua_State* L) {
  return *static_cast<T*>(lua_touserdata(L, 1));
}

/// Makes the globals of scripts. LuaOptions* ->
int prepare(lua_State* L) {
  const auto& options = argument<const LuaOptions>(L);
  luaL_openlibs(L);
  // Scripts wait for hours: a little more collecting costs nothing, twice the memory does. A cycle
  // that keeps up with a large study while it is written leaves less behind.
  lua_gc(L, LUA_GCSETPAUSE, 110);
  lua_gc(L, LUA_GCSETSTEPMUL, 400);
  luaJIT_setmode(L, 0, LUAJIT_MODE_ENGINE | LUAJIT_MODE_OFF);
  prepare_errors(L);
  provide_door(L);
  push_embedded(L, "environment");
  push_natives(L);
  lua_pushboolean(L, static_cast<int>(options.quiet_print));
  lua_setfield(L, -2, "quiet_print");
  lua_pushstring(L, options.print_prefix.c_str());
  lua_setfield(L, -2, "print_prefix");
  lua_call(L, 1, 0);
  return 0;
}

void set_arguments(lua_State* L, const Start& start) {
  lua_newtable(L);
  lua_pushstring(L, start.path.c_str());
  lua_rawseti(L, -2, 0);
  int position = 0;
  for (const std::string& argument : start.options.arguments) {
    lua_pushlstring(L, argument.data(), argument.size());
    lua_rawseti(L, -2, ++position);
  }
  lua_setglobal(L, "arg");
}

int push_arguments(lua_State* L, const std::vector<std::string>& arguments) {
  luaL_checkstack(L, static_cast<int>(arguments.size()), "too many arguments");
  for (const std::string& argument : arguments) {
    lua_pushlstring(L, argument.data(), argument.size());
  }
  return static_cast<int>(arguments.size());
}

/// Loads the script and calls it. Start* ->
int run_script(lua_State* L) {
  const auto& start = argument<const Start>(L);
  Modules& modules = Passage::of(L).modules();
  modules.search_in(start.path.parent_path());
  set_arguments(L, start);
  if (start.text) {
    modules.push_text(L, start.path, *start.text);
  } else {
    modules.push_file(L, start.path);
  }
  lua_call(L, push_arguments(L, start.options.arguments), 0);
  return 0;
}

}  // namespace

class LuaState::Implementation {
 public:
  Implementation(Door door, LuaOptions options)
      : options_(std::move(options)),
        passage_(std::move(door), options_.pending_stop, Modules(options_.library)),
        state_(luaL_newstate()) {
    if (!state_) throw Error(ErrorKind::machine, "not enough memory for a Lua state");
    lua_State* L = state_.get();
    passage_.attach(L);
    if (lua_cpcall(L, guarded<prepare>, &options_) == 0) return;
    throw Error(ErrorKind::internal, fmt::format("cannot prepare Lua: {}", text_of(L, -1)));
  }

  void run(std::filesystem::path path, std::optional<std::string> text) {
    // Closed at the end: the tables of a large study are no use to what is done with it then.
    const std::unique_ptr<lua_State, Closer> state = std::move(state_);
    lua_State* L = state.get();
    Start start{options_, std::move(path), std::move(text)};
    Failure failure{options_.verbose, {}};
    passage_.pass_stop();
    const Running running(L);
    push_failure_handler(L, failure);
    lua_pushcfunction(L, guarded<run_script>);
    lua_pushlightuserdata(L, &start);
    const int status = lua_pcall(L, 1, 0, -3);
    if (passage_.ended_quietly()) return;
    passage_.pass();
    if (failure.error) throw Error(*failure.error);
    if (status != 0) throw Error(ErrorKind::script, start.path.string() + ": " + text_of(L, -1));
  }

  const std::vector<LuaSource>& sources() { return passage_.modules().sources(); }

 private:
  LuaOptions options_;
  Passage passage_;
  std::unique_ptr<lua_State, Closer> state_;  // last: closing it may still pass the door; until run
};

LuaState::LuaState(Door door, LuaOptions options)
    : implementation_(std::make_unique<Implementation>(std::move(door), std::move(options))) {}

LuaState::~LuaState() = default;

void LuaState::run(const std::filesystem::path& script) { implementation_->run(script, {}); }

void LuaState::run_text(const std::string& text, const std::filesystem::path& name) {
  implementation_->run(name, text);
}

const std::vector<LuaSource>& LuaState::sources() const { return implementation_->sources(); }

void LuaState::interrupt() noexcept { interrupt_running(); }

}  // namespace mutlua
