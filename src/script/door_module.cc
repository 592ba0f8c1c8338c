// SPDX-License-Identifier: MIT
#include <lua.hpp>

#include "script/convert.h"
#include "script/lua_error.h"
#include "script/natives.h"
#include "script/passage.h"
#include "script/position.h"

namespace mutlua {
namespace {

Json request_at(lua_State* L, int index, const std::string& name) {
  if (lua_isnoneornil(L, index)) return Json::object();
  luaL_checktype(L, index, LUA_TTABLE);
  return to_json(L, index, name);
}

/// perform(kind, request, name?) -> reply
int perform(lua_State* L) {
  Passage& passage = Passage::of(L);
  passage.pass();
  const std::string kind = luaL_checkstring(L, 1);
  const Json request = request_at(L, 2, luaL_optstring(L, 3, kind.c_str()));
  push_json(L, passage.perform(kind, request), kind);
  return 1;
}

/// where() -> "script.lua:41: " of the nearest line of the user's own files, or ""
int where_now(lua_State* L) {
  lua_pushstring(L, where(L).c_str());
  return 1;
}

/// fatal() -> whether something has ended the script, so that nothing should be tried any more
int fatal(lua_State* L) {
  lua_pushboolean(L, Passage::of(L).ending().has_value());
  return 1;
}

int open_door(lua_State* L) {
  static const luaL_Reg functions[] = {{"perform", guarded<perform>},
                                       {"where", guarded<where_now>},
                                       {"fatal", guarded<fatal>},
                                       {nullptr, nullptr}};
  lua_newtable(L);
  luaL_register(L, nullptr, functions);
  return 1;
}

}  // namespace

void provide_door(lua_State* L) {
  lua_getglobal(L, "package");
  lua_getfield(L, -1, "preload");
  lua_pushcfunction(L, open_door);
  lua_setfield(L, -2, "mutlua.door");
  lua_pop(L, 2);
}

}  // namespace mutlua
