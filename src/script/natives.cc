// SPDX-License-Identifier: MIT
#include "script/natives.h"

#include <fmt/format.h>

#include <lua.hpp>

#include "script/lua_error.h"
#include "script/passage.h"
#include "script/position.h"

namespace mutlua {
namespace {

/// pass(): raises what ended the script, if something did
int pass(lua_State* L) {
  Passage::of(L).pass();
  return 0;
}

/// ended() -> boolean
int ended(lua_State* L) {
  lua_pushboolean(L, Passage::of(L).ending().has_value());
  return 1;
}

/// find_module(name) -> the module's chunk, or a text that says why there is none
int find_module(lua_State* L) {
  Passage::of(L).modules().push_module(L, luaL_checkstring(L, 1));
  return 1;
}

/// load_file(path) -> the file's chunk; raises an error if there is none
int load_file(lua_State* L) {
  Passage::of(L).modules().push_file(L, luaL_checkstring(L, 1));
  return 1;
}

/// exit(status): ends the script, which cannot go on from here
int exit_script(lua_State* L) {
  Passage& passage = Passage::of(L);
  passage.pass();
  const int status = static_cast<int>(luaL_checkinteger(L, 1));
  if (status == 0) {
    passage.end_quietly();
  } else {
    passage.end(Error(ErrorKind::script,
                      fmt::format("{}the script ended itself with os.exit({})", where(L), status)));
  }
  passage.pass();
  return 0;
}

}  // namespace

void push_natives(lua_State* L) {
  static const luaL_Reg functions[] = {{"pass", guarded<pass>},
                                       {"ended", guarded<ended>},
                                       {"find_module", guarded<find_module>},
                                       {"load_file", guarded<load_file>},
                                       {"exit", guarded<exit_script>},
                                       {nullptr, nullptr}};
  lua_newtable(L);
  luaL_register(L, nullptr, functions);
}

}  // namespace mutlua
