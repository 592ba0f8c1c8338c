// SPDX-License-Identifier: MIT
#pragma once

#include <exception>
#include <lua.hpp>
#include <optional>

#include "base/error.h"

namespace mutlua {

/// Pushes the error as scripts see it: a table {kind, message} whose tostring() is the message. A
/// fatal error ends the script from here on; the others tell where in the user's files they arose.
void push_error(lua_State* L, const Error& error);

/// The Error that such a table stands for, or nothing for any other value.
std::optional<Error> error_at(lua_State* L, int index);

/// Makes the metatable of these tables. Once per state.
void prepare_errors(lua_State* L);

/// The one guard: a C function for Lua whose body may throw Error. Lua's own errors pass through
/// it, and run destructors as they go.
template <lua_CFunction body>
int guarded(lua_State* L) {
  try {
    return body(L);
  } catch (const Error& error) {
    push_error(L, error);
  } catch (const std::exception& error) {
    push_error(L, Error(ErrorKind::internal, error.what()));
  }
  return lua_error(L);  // outside the handlers, whose exception objects are gone by now
}

}  // namespace mutlua
