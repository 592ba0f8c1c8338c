// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <initializer_list>
#include <string>

struct lua_State;

namespace mutlua {

/// Looks at a Lua text with embedded Lua files, in a Lua state of their own; nothing of the text is
/// run. The first file is called with the text, each further one with the text and what the one
/// before gave. The last one gives a list of tables: `take` finds each of them on top of the stack,
/// and leaves the stack as it was. Throws Error(internal) where the files fail.
void inspect(const std::string& text, std::initializer_list<const char*> files,
             const std::function<void(lua_State*)>& take);

/// Fields of the table on top of the stack.
std::string text_field(lua_State* L, const char* name);
int integer_field(lua_State* L, const char* name);
bool boolean_field(lua_State* L, const char* name);

}  // namespace mutlua
