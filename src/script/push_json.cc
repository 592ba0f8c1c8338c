// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <lua.hpp>

#include "base/error.h"
#include "script/convert.h"

namespace mutlua {
namespace {

constexpr std::int64_t kLargestExact = std::int64_t{1} << 53;

bool is_exact(const Json& value) {
  if (value.is_number_unsigned()) {
    return value.get<std::uint64_t>() <= static_cast<std::uint64_t>(kLargestExact);
  }
  const auto number = value.get<std::int64_t>();
  return -kLargestExact <= number && number <= kLargestExact;
}

int size_hint(const Json& value) {
  constexpr std::size_t kMost = 1 << 20;
  return static_cast<int>(std::min(value.size(), kMost));
}

void push_integer(lua_State* L, const Json& value, const std::string& name) {
  if (!is_exact(value)) {
    throw Error(ErrorKind::script,
                fmt::format("{}: a script cannot hold {} exactly; whole numbers end at 2^53", name,
                            value.dump()));
  }
  lua_pushnumber(L, value.get<double>());
}

void push_array(lua_State* L, const Json& value, const std::string& name) {
  lua_createtable(L, size_hint(value), 0);
  int position = 0;
  for (const Json& item : value) {
    push_json(L, item, fmt::format("{}[{}]", name, ++position));
    lua_rawseti(L, -2, position);
  }
}

void push_object(lua_State* L, const Json& value, const std::string& name) {
  lua_createtable(L, 0, size_hint(value));
  for (auto field = value.begin(); field != value.end(); ++field) {
    lua_pushlstring(L, field.key().data(), field.key().size());
    push_json(L, field.value(), fmt::format("{}.{}", name, field.key()));
    lua_rawset(L, -3);
  }
}

}  // namespace

void push_json(lua_State* L, const Json& value, const std::string& name) {
  luaL_checkstack(L, 4, "data nested too deep");
  switch (value.type()) {
    case Json::value_t::null:
      return lua_pushnil(L);
    case Json::value_t::boolean:
      return lua_pushboolean(L, value.get<bool>());
    case Json::value_t::number_integer:
    case Json::value_t::number_unsigned:
      return push_integer(L, value, name);
    case Json::value_t::number_float:
      return lua_pushnumber(L, value.get<double>());
    case Json::value_t::string: {
      const std::string& text = value.get_ref<const std::string&>();
      return lua_pushlstring(L, text.data(), text.size());
    }
    case Json::value_t::array:
      return push_array(L, value, name);
    case Json::value_t::object:
      return push_object(L, value, name);
    case Json::value_t::binary:
    case Json::value_t::discarded:
      break;
  }
  throw Error(ErrorKind::internal, name + ": this is no JSON value that a script can hold");
}

}  // namespace mutlua
