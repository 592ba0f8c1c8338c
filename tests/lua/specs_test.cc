// SPDX-License-Identifier: MIT
// Runs the specs of the Lua library in mutlua's own Lua state, with a door that the spec plays.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "script/lua_state.h"

namespace mutlua {
namespace {

namespace fs = std::filesystem;

const fs::path kFolder = fs::path(MUTLUA_SOURCE_FOLDER) / "tests" / "lua";

std::vector<std::string> specs() {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(kFolder)) {
    const std::string file = entry.path().filename();
    if (file.ends_with("_spec.lua")) names.push_back(entry.path().stem());
  }
  std::sort(names.begin(), names.end());
  return names;
}

/// The embedded library, or the folder of MUTLUA_LUA_DIR while working on it.
LuaOptions with_arguments(std::vector<std::string> arguments) {
  const char* folder = std::getenv("MUTLUA_LUA_DIR");
  return {.library = folder != nullptr ? folder : "", .arguments = std::move(arguments)};
}

std::vector<std::string> functions_of(const std::string& spec_file) {
  std::vector<std::string> names;
  const Door door = [&](const std::string&, const Json& list) {
    names = list.get<std::vector<std::string>>();
    return Json();
  };
  LuaState(door, with_arguments({spec_file})).run(kFolder / "runner.lua");
  return names;
}

/// Gives back what it is asked: the spec's own function makes the reply, in Lua.
Json echo(const std::string& kind, const Json& request) {
  if (kind == "refuse") throw Error(ErrorKind::script, request.at("message").get<std::string>());
  return request;
}

class LuaSpec : public testing::TestWithParam<std::string> {};

TEST_P(LuaSpec, Holds) {
  const std::string file = kFolder / (GetParam() + ".lua");
  for (const std::string& name : functions_of(file)) {
    SCOPED_TRACE(GetParam() + ": " + name);
    try {
      LuaState(echo, with_arguments({file, name})).run(kFolder / "runner.lua");
    } catch (const Error& error) {
      ADD_FAILURE() << error.what();
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Lua, LuaSpec, testing::ValuesIn(specs()),
                         [](const auto& test) { return test.param; });

}  // namespace
}  // namespace mutlua
