// SPDX-License-Identifier: MIT
// Any settings file of the old tool is refused, or becomes a script that Lua can read.
#include <cstdio>
#include <cstdlib>
#include <lua.hpp>
#include <memory>
#include <string>

#include "base/error.h"
#include "base/json.h"
#include "legacy/translate.h"

namespace {

const mutlua::Catalogue& catalogue() {
  static const auto loaded =
      mutlua::Catalogue::load({MUTLUA_SOURCE_FOLDER "/settings/models.json"});
  return loaded;
}

// Only read, never run: what it does is for the tests of the script.
void expect_lua(const std::string& script) {
  const std::unique_ptr<lua_State, decltype(&lua_close)> lua(luaL_newstate(), &lua_close);
  if (luaL_loadbuffer(lua.get(), script.data(), script.size(), "=script") == 0) return;
  std::fprintf(stderr, "%s\n%s\n", lua_tostring(lua.get(), -1), script.c_str());
  std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  for (const bool strict : {false, true}) {
    try {
      const mutlua::Json settings = mutlua::parse_json(text, "settings");
      expect_lua(
          mutlua::translate(settings, catalogue(), {.source_name = "a.json", .strict = strict})
              .script);
    } catch (const mutlua::Error&) {
      return 0;  // refused with a message
    }
  }
  return 0;
}
