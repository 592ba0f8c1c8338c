// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <lua.hpp>
#include <string_view>

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

/// Where a value stands, from the inside out: its name is put together only when it is needed.
struct Place {
  const Place* around;
  std::string_view field;    ///< of an object
  std::size_t position = 0;  ///< in a list, from 1; 0: in an object
};

std::string name_of(const Place& place) {
  if (place.around == nullptr) return std::string(place.field);
  const std::string outer = name_of(*place.around);
  return place.position > 0 ? fmt::format("{}[{}]", outer, place.position)
                            : fmt::format("{}.{}", outer, place.field);
}

int size_hint(const Json& value) {
  constexpr std::size_t kMost = 1 << 20;
  return static_cast<int>(std::min(value.size(), kMost));
}

void push(lua_State* L, const Json& value, const Place& place);

void push_integer(lua_State* L, const Json& value, const Place& place) {
  if (!is_exact(value)) {
    throw Error(ErrorKind::script,
                fmt::format("{}: a script cannot hold {} exactly; whole numbers end at 2^53",
                            name_of(place), value.dump()));
  }
  lua_pushnumber(L, value.get<double>());
}

void push_array(lua_State* L, const Json& value, const Place& place) {
  lua_createtable(L, size_hint(value), 0);
  std::size_t position = 0;
  for (const Json& item : value) {
    push(L, item, {.around = &place, .field = {}, .position = ++position});
    lua_rawseti(L, -2, static_cast<int>(position));
  }
}

void push_object(lua_State* L, const Json& value, const Place& place) {
  lua_createtable(L, 0, size_hint(value));
  for (const auto& [name, field] : value.get_ref<const Json::object_t&>()) {
    lua_pushlstring(L, name.data(), name.size());
    push(L, field, {.around = &place, .field = name});
    lua_rawset(L, -3);
  }
}

void push(lua_State* L, const Json& value, const Place& place) {
  luaL_checkstack(L, 4, "data nested too deep");
  switch (value.type()) {
    case Json::value_t::null:
      return lua_pushnil(L);
    case Json::value_t::boolean:
      return lua_pushboolean(L, value.get<bool>());
    case Json::value_t::number_integer:
    case Json::value_t::number_unsigned:
      return push_integer(L, value, place);
    case Json::value_t::number_float:
      return lua_pushnumber(L, value.get<double>());
    case Json::value_t::string: {
      const std::string& text = value.get_ref<const std::string&>();
      return lua_pushlstring(L, text.data(), text.size());
    }
    case Json::value_t::array:
      return push_array(L, value, place);
    case Json::value_t::object:
      return push_object(L, value, place);
    case Json::value_t::binary:
    case Json::value_t::discarded:
      break;
  }
  throw Error(ErrorKind::internal,
              name_of(place) + ": this is no JSON value that a script can hold");
}

}  // namespace

void push_json(lua_State* L, const Json& value, const std::string& name) {
  push(L, value, {.around = nullptr, .field = name});
}

}  // namespace mutlua
