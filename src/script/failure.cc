// SPDX-License-Identifier: MIT
#include "script/failure.h"

#include <fmt/format.h>

#include <lua.hpp>

#include "script/lua_error.h"
#include "script/passage.h"
#include "script/position.h"

namespace mutlua {
namespace {

/// Whether the message starts with "file:line: ".
bool is_placed(const std::string& message) {
  const std::size_t colon = message.find_first_of(":\n");
  if (colon == 0 || colon == std::string::npos || message[colon] != ':') return false;
  const std::size_t after = message.find_first_not_of("0123456789", colon + 1);
  return after != std::string::npos && after > colon + 1 && message.substr(after, 2) == ": ";
}

std::string with_trace(lua_State* L, std::string message, bool show_all_frames) {
  const std::string place = where(L);
  if (!is_placed(message)) message = place + message;
  const std::string trace = traceback(L, show_all_frames);
  const bool says_more = trace.find('\n') != std::string::npos || !message.starts_with(place);
  return says_more && !trace.empty() ? message + "\nstack traceback:\n" + trace : message;
}

/// The message handler; its upvalue is the Failure.
int describe(lua_State* L) {
  auto& failure = *static_cast<Failure*>(lua_touserdata(L, lua_upvalueindex(1)));
  if (Passage::of(L).ending()) return 1;
  const std::optional<Error> error = error_at(L, 1);
  const ErrorKind kind = error ? error->kind() : ErrorKind::script;
  const std::string message = error ? error->what() : text_of(L, 1);
  failure.error = Error(kind, with_trace(L, message, failure.show_all_frames));
  return 1;
}

}  // namespace

void push_failure_handler(lua_State* L, Failure& failure) {
  lua_pushlightuserdata(L, &failure);
  lua_pushcclosure(L, guarded<describe>, 1);
}

std::string text_of(lua_State* L, int index) {
  if (const char* text = lua_tostring(L, index)) return text;
  if (luaL_callmeta(L, index, "__tostring") != 0 && lua_isstring(L, -1) != 0) {
    return lua_tostring(L, -1);
  }
  return fmt::format("the error is not a text but a {}", luaL_typename(L, index));
}

}  // namespace mutlua
