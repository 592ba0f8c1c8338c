// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <lua.hpp>
#include <utility>
#include <vector>

#include "base/error.h"
#include "script/convert.h"
#include "script/utf8.h"

namespace mutlua {
namespace {

constexpr std::size_t kDeepest = 64;
constexpr double kLargestExact = 9007199254740992.0;  // 2^53

using Object = Json::object_t;

/// Keys of one table, sorted out by what they make of it.
struct Keys {
  std::vector<std::string> names;
  std::size_t positions = 0;
  std::size_t last_position = 0;
};

std::string text_at(lua_State* L, int index) {
  std::size_t size = 0;
  const char* bytes = lua_tolstring(L, index, &size);
  return {bytes, size};
}

bool is_position(double number) {
  return number >= 1 && number <= kLargestExact && std::floor(number) == number;
}

class Reader {
 public:
  Reader(lua_State* L, const std::string& name, std::size_t most_values)
      : L_(L), name_(name), values_left_(most_values) {}

  Json value(int index) {
    if (values_left_-- == 0) fail("there is no end to this data; hand over less of it");
    switch (lua_type(L_, index)) {
      case LUA_TNIL:
        return nullptr;
      case LUA_TBOOLEAN:
        return lua_toboolean(L_, index) != 0;
      case LUA_TNUMBER:
        return number(lua_tonumber(L_, index));
      case LUA_TSTRING:
        return text(index);
      case LUA_TTABLE:
        return table(index);
      default:
        fail(fmt::format("expected plain data, found a {}", luaL_typename(L_, index)));
    }
  }

 private:
  struct Step {
    const void* table;
    const std::string* name = nullptr;
    std::size_t position = 0;
  };

  Json number(double number) const {
    if (std::isnan(number)) fail("is not a number (NaN), which data cannot hold; leave it out");
    if (std::isinf(number)) fail("is infinite, which data cannot hold; leave it out");
    const bool whole = std::floor(number) == number && std::fabs(number) <= kLargestExact;
    if (whole) return static_cast<std::int64_t>(number);
    return number;
  }

  Json text(int index) const {
    std::string text = text_at(L_, index);
    if (!is_utf8(text)) fail("the text is not valid UTF-8");
    return text;
  }

  Json table(int index) {
    const int absolute = index < 0 ? lua_gettop(L_) + index + 1 : index;
    const void* identity = lua_topointer(L_, absolute);
    for (const Step& step : path_) {
      if (step.table == identity) fail("is a table that contains itself");
    }
    if (path_.size() >= kDeepest) fail(fmt::format("is nested deeper than {}", kDeepest));
    luaL_checkstack(L_, 4, "tables nested too deep");
    path_.push_back({identity});
    Json result = contents(absolute, keys(absolute));
    path_.pop_back();
    return result;
  }

  Json contents(int index, Keys keys) {
    if (keys.positions == 0) return object(index, std::move(keys.names));
    if (!keys.names.empty()) fail_mixed(keys.names.front());
    if (keys.last_position != keys.positions) fail_gap(index);
    return array(index, keys.positions);
  }

  Keys keys(int index) {
    Keys keys;
    lua_pushnil(L_);
    while (lua_next(L_, index) != 0) {
      lua_pop(L_, 1);
      add_key(keys);
    }
    std::sort(keys.names.begin(), keys.names.end());
    return keys;
  }

  /// The key on the top of the stack, which stays there and stays what it is.
  void add_key(Keys& keys) {
    const int type = lua_type(L_, -1);
    if (type == LUA_TSTRING) {
      keys.names.push_back(text_at(L_, -1));
      if (!is_utf8(keys.names.back())) fail("has a field whose name is not valid UTF-8");
    } else if (type != LUA_TNUMBER) {
      fail(fmt::format("has a {} as a key; keys are names or positions 1, 2, 3, ...",
                       lua_typename(L_, type)));
    } else if (!is_position(lua_tonumber(L_, -1))) {
      fail(fmt::format("has the key {}; keys are names or positions 1, 2, 3, ...",
                       number_text(lua_tonumber(L_, -1))));
    } else {
      ++keys.positions;
      keys.last_position =
          std::max(keys.last_position, static_cast<std::size_t>(lua_tonumber(L_, -1)));
    }
  }

  Json object(int index, std::vector<std::string> names) {
    Json result = Json::object();
    Object& fields = result.get_ref<Object&>();
    fields.reserve(names.size());
    for (std::string& name : names) {
      lua_pushlstring(L_, name.data(), name.size());
      lua_rawget(L_, index);
      path_.back().name = &name;
      Json field = value(-1);
      // The names differ, so the search for an equal one that operator[] makes is left out.
      fields.Object::Container::emplace_back(std::move(name), std::move(field));
      lua_pop(L_, 1);
    }
    return result;
  }

  Json array(int index, std::size_t size) {
    Json result = Json::array();
    for (std::size_t position = 1; position <= size; ++position) {
      lua_rawgeti(L_, index, static_cast<int>(position));
      path_.back().position = position;
      result.push_back(value(-1));
      lua_pop(L_, 1);
    }
    return result;
  }

  [[noreturn]] void fail_mixed(const std::string& name) const {
    fail(fmt::format("is both a list and a table of fields (such as '{}'); make it one of them",
                     name));
  }

  [[noreturn]] void fail_gap(int index) const {
    int position = 1;
    while (true) {
      lua_rawgeti(L_, index, position);
      if (lua_isnil(L_, -1)) break;
      lua_pop(L_, 1);
      ++position;
    }
    fail(fmt::format("is a list with gaps: entry {} is missing", position));
  }

  [[noreturn]] void fail(const std::string& message) const {
    std::string place = name_;
    for (const Step& step : path_) {
      if (step.position > 0) place += fmt::format("[{}]", step.position);
      if (step.name != nullptr) place += "." + *step.name;
    }
    throw Error(ErrorKind::script, place + ": " + message);
  }

  lua_State* L_;
  std::string name_;
  std::vector<Step> path_;
  std::size_t values_left_;
};

}  // namespace

Json to_json(lua_State* L, int index, const std::string& name, std::size_t most_values) {
  return Reader(L, name, most_values).value(index);
}

}  // namespace mutlua
