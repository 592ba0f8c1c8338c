// SPDX-License-Identifier: MIT
#pragma once

struct lua_State;

namespace mutlua {

/// Puts the module `mutlua.door` where `require` finds it: perform, where and fatal.
void provide_door(lua_State* L);

/// Pushes the table of C functions that environment.lua builds the globals of scripts with.
void push_natives(lua_State* L);

}  // namespace mutlua
