// SPDX-License-Identifier: MIT
#include "script/lua_error.h"

#include <array>
#include <string>
#include <utility>

#include "script/passage.h"
#include "script/position.h"

namespace mutlua {
namespace {

constexpr const char* kMetatable = "mutlua.Error";

constexpr std::array<std::pair<ErrorKind, const char*>, 5> kKinds = {
    {{ErrorKind::usage, "usage"},
     {ErrorKind::script, "script"},
     {ErrorKind::machine, "machine"},
     {ErrorKind::stopped, "stopped"},
     {ErrorKind::internal, "internal"}}};

const char* kind_name(ErrorKind kind) {
  for (const auto& [known, name] : kKinds) {
    if (known == kind) return name;
  }
  return "internal";
}

ErrorKind kind_named(const std::string& name) {
  for (const auto& [kind, known] : kKinds) {
    if (known == name) return kind;
  }
  return ErrorKind::script;
}

std::string text_field(lua_State* L, int index, const char* name) {
  lua_getfield(L, index, name);
  const char* text = lua_tostring(L, -1);
  std::string result = text != nullptr ? text : "";
  lua_pop(L, 1);
  return result;
}

void push_table(lua_State* L, const Error& error) {
  lua_createtable(L, 0, 2);
  lua_pushstring(L, kind_name(error.kind()));
  lua_setfield(L, -2, "kind");
  lua_pushstring(L, error.what());
  lua_setfield(L, -2, "message");
  luaL_getmetatable(L, kMetatable);
  lua_setmetatable(L, -2);
}

Error with_place(lua_State* L, const Error& error) {
  const std::string place = where(L);
  const std::string message = error.what();
  return message.starts_with(place) ? error : Error(error.kind(), place + message);
}

int to_text(lua_State* L) {
  lua_getfield(L, 1, "message");
  return 1;
}

/// The message beside a text, so that "failed: " .. err works as with any error.
int concatenate(lua_State* L) {
  for (int side = 1; side <= 2; ++side) {
    if (lua_istable(L, side)) lua_getfield(L, side, "message");
    if (!lua_istable(L, side)) lua_pushvalue(L, side);
  }
  lua_concat(L, 2);
  return 1;
}

}  // namespace

void push_error(lua_State* L, const Error& error) {
  Passage& passage = Passage::of(L);
  if (error.fatal()) passage.end(error);
  push_table(L, passage.ending() ? *passage.ending() : with_place(L, error));
}

std::optional<Error> error_at(lua_State* L, int index) {
  if (lua_getmetatable(L, index) == 0) return std::nullopt;
  luaL_getmetatable(L, kMetatable);
  const bool ours = lua_rawequal(L, -1, -2) != 0;
  lua_pop(L, 2);
  if (!ours || !lua_istable(L, index)) return std::nullopt;
  return Error(kind_named(text_field(L, index, "kind")), text_field(L, index, "message"));
}

void prepare_errors(lua_State* L) {
  luaL_newmetatable(L, kMetatable);
  lua_pushcfunction(L, to_text);
  lua_setfield(L, -2, "__tostring");
  lua_pushcfunction(L, concatenate);
  lua_setfield(L, -2, "__concat");
  lua_pop(L, 1);
}

}  // namespace mutlua
