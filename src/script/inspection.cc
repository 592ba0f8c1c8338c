// SPDX-License-Identifier: MIT
#include "script/inspection.h"

#include <lua.hpp>
#include <memory>

#include "base/error.h"
#include "script/failure.h"
#include "script/lua_error.h"
#include "script/modules.h"

namespace mutlua {
namespace {

struct Inspection {
  const std::string& text;
  std::initializer_list<const char*> files;
  const std::function<void(lua_State*)>& take;
};

/// Inspection* ->
int carry_out(lua_State* L) {
  const auto& asked = *static_cast<Inspection*>(lua_touserdata(L, 1));
  luaL_openlibs(L);
  prepare_errors(L);
  lua_pushnil(L);
  for (const char* file : asked.files) {
    push_embedded(L, file);
    lua_insert(L, -2);  // below what the file before gave
    lua_pushlstring(L, asked.text.data(), asked.text.size());
    lua_insert(L, -2);
    lua_call(L, 2, 1);
  }
  const auto count = static_cast<int>(lua_objlen(L, -1));
  for (int i = 1; i <= count; ++i) {
    lua_rawgeti(L, -1, i);
    asked.take(L);
    lua_pop(L, 1);
  }
  return 0;
}

}  // namespace

void inspect(const std::string& text, std::initializer_list<const char*> files,
             const std::function<void(lua_State*)>& take) {
  const std::unique_ptr<lua_State, void (*)(lua_State*)> state(luaL_newstate(), lua_close);
  if (!state) throw Error(ErrorKind::machine, "not enough memory for a Lua state");
  Inspection asked{.text = text, .files = files, .take = take};
  if (lua_cpcall(state.get(), carry_out, &asked) == 0) return;
  throw Error(ErrorKind::internal, "cannot look at a script: " + text_of(state.get(), -1));
}

std::string text_field(lua_State* L, const char* name) {
  lua_getfield(L, -1, name);
  const char* text = lua_tostring(L, -1);
  std::string found = text == nullptr ? "" : text;
  lua_pop(L, 1);
  return found;
}

int integer_field(lua_State* L, const char* name) {
  lua_getfield(L, -1, name);
  const auto found = static_cast<int>(lua_tointeger(L, -1));
  lua_pop(L, 1);
  return found;
}

bool boolean_field(lua_State* L, const char* name) {
  lua_getfield(L, -1, name);
  const bool found = lua_toboolean(L, -1) != 0;
  lua_pop(L, 1);
  return found;
}

}  // namespace mutlua
