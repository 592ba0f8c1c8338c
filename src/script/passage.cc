// SPDX-License-Identifier: MIT
#include "script/passage.h"

#include <lua.hpp>

namespace mutlua {
namespace {

/// Its address is the passage's key in the registry.
char kKey = 0;

}  // namespace

Passage& Passage::of(lua_State* L) {
  lua_pushlightuserdata(L, &kKey);
  lua_rawget(L, LUA_REGISTRYINDEX);
  auto* passage = static_cast<Passage*>(lua_touserdata(L, -1));
  lua_pop(L, 1);
  return *passage;
}

void Passage::attach(lua_State* L) {
  lua_pushlightuserdata(L, &kKey);
  lua_pushlightuserdata(L, this);
  lua_rawset(L, LUA_REGISTRYINDEX);
}

Json Passage::perform(const std::string& kind, const Json& request) { return door_(kind, request); }

void Passage::pass() const {
  if (ending_) throw Error(*ending_);
}

void Passage::pass_stop(const std::string& place) {
  if (!pending_stop_) return;
  if (const std::optional<Error> error = pending_stop_()) {
    end(error->kind() == ErrorKind::script ? Error(error->kind(), place + error->what()) : *error);
    pass();
  }
}

void Passage::end(const Error& error) {
  if (ending_ && (ending_->fatal() || !error.fatal())) return;
  ending_ = error;
  quietly_ = false;
}

void Passage::end_quietly() {
  if (ending_) return;
  ending_ = Error(ErrorKind::script, "the script has ended with os.exit()");
  quietly_ = true;
}

}  // namespace mutlua
