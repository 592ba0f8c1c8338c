// SPDX-License-Identifier: MIT
#include "script/global_names.h"

#include <lua.hpp>
#include <memory>

#include "base/error.h"
#include "script/failure.h"
#include "script/lua_error.h"
#include "script/modules.h"

namespace mutlua {
namespace {

struct Search {
  const std::string& text;
  std::vector<GlobalName> found = {};
};

GlobalName name_at(lua_State* L, int index) {
  lua_getfield(L, index, "name");
  lua_getfield(L, index, "line");
  lua_getfield(L, index, "sets");
  GlobalName name{.name = lua_tostring(L, -3),
                  .line = static_cast<int>(lua_tointeger(L, -2)),
                  .sets = lua_toboolean(L, -1) != 0};
  lua_pop(L, 3);
  return name;
}

/// Search* ->
int search(lua_State* L) {
  auto& asked = *static_cast<Search*>(lua_touserdata(L, 1));
  luaL_openlibs(L);
  prepare_errors(L);
  push_embedded(L, "global_names");
  lua_pushlstring(L, asked.text.data(), asked.text.size());
  lua_pushliteral(L, "=script");
  lua_call(L, 2, 1);
  const auto count = static_cast<int>(lua_objlen(L, -1));
  for (int i = 1; i <= count; ++i) {
    lua_rawgeti(L, -1, i);
    asked.found.push_back(name_at(L, lua_gettop(L)));
    lua_pop(L, 1);
  }
  return 0;
}

}  // namespace

std::vector<GlobalName> foreign_globals(const std::string& text) {
  const std::unique_ptr<lua_State, void (*)(lua_State*)> state(luaL_newstate(), lua_close);
  if (!state) throw Error(ErrorKind::machine, "not enough memory for a Lua state");
  Search asked{.text = text};
  if (lua_cpcall(state.get(), search, &asked) == 0) return asked.found;
  throw Error(ErrorKind::internal, "cannot look for globals: " + text_of(state.get(), -1));
}

}  // namespace mutlua
