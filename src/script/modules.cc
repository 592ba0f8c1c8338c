// SPDX-License-Identifier: MIT
#include "script/modules.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <lua.hpp>
#include <optional>
#include <string_view>

#include "base/fields.h"
#include "base/files.h"
#include "script/embedded_lua.h"
#include "script/position.h"

namespace mutlua {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLargestFile = 8u << 20;

/// "a.b" as the files that may hold it, without ".lua".
std::vector<std::string> candidates(std::string name) {
  std::replace(name.begin(), name.end(), '.', '/');
  return {name, name + "/init"};
}

bool is_library_name(const std::string& name) {
  return name == "mutlua" || name.starts_with("mutlua.");
}

/// Letters, digits, '_' and '-', in parts that dots divide: nothing that leads out of the folder.
bool is_module_name(const std::string& name) {
  const auto allowed = [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '_' || c == '-' || c == '.';
  };
  return !name.empty() && name.front() != '.' && name.back() != '.' &&
         name.find("..") == std::string::npos && std::all_of(name.begin(), name.end(), allowed);
}

void push_chunk(lua_State* L, std::string_view text, const std::string& chunk) {
  if (luaL_loadbufferx(L, text.data(), text.size(), chunk.c_str(), "t") == 0) return;
  const std::string message = lua_tostring(L, -1);
  lua_pop(L, 1);
  throw Error(ErrorKind::script, message);
}

void refuse_bytecode(std::string_view text, const fs::path& path) {
  if (!text.starts_with(LUA_SIGNATURE[0])) return;
  throw Error(
      ErrorKind::usage,
      fmt::format("{} is compiled Lua; give the source that it was compiled from", path.string()));
}

std::string read_source(const fs::path& path) {
  try {
    return read_file(path, kLargestFile);
  } catch (const Error& error) {
    throw Error(ErrorKind::usage, fmt::format("cannot open {}; scripts are Lua files that can be "
                                              "read ({})",
                                              path.string(), error.what()));
  }
}

bool is_there(const fs::path& path) {
  std::error_code refused;
  return fs::exists(path, refused);
}

const EmbeddedLua* find_embedded(const std::string& name) {
  const auto& all = embedded_lua();
  const auto found = std::find_if(all.begin(), all.end(),
                                  [&](const EmbeddedLua& module) { return module.name == name; });
  return found == all.end() ? nullptr : &*found;
}

/// "mutlua/study" -> "mutlua.study": how scripts name the library's modules.
std::vector<std::string> library_names() {
  std::vector<std::string> names;
  for (const EmbeddedLua& module : embedded_lua()) {
    std::string name(module.name);
    std::replace(name.begin(), name.end(), '/', '.');
    if (is_library_name(name)) names.push_back(name);
  }
  return names;
}

}  // namespace

void push_embedded(lua_State* L, const std::string& name) {
  const EmbeddedLua* module = find_embedded(name);
  if (module == nullptr) throw Error(ErrorKind::internal, "no embedded Lua file " + name);
  push_chunk(L, module->text, library_chunk(name));
}

void Modules::push_module(lua_State* L, const std::string& name) {
  if (!is_module_name(name)) {
    lua_pushliteral(L, "\n\ta module's name is words divided by dots, such as tools.pairs");
    return;
  }
  const bool library = is_library_name(name);
  for (const std::string& module : candidates(name)) {
    if (library ? push_from_library(L, module) : push_local(L, module)) return;
  }
  const std::string why =
      library ? "mutlua has no such module" + suggestion(name, library_names())
              : "no file " + (folder_ / (candidates(name).front() + ".lua")).string();
  lua_pushstring(L, ("\n\t" + why).c_str());
}

bool Modules::push_from_library(lua_State* L, const std::string& module) {
  if (library_.empty()) {
    if (find_embedded(module) == nullptr) return false;
    push_embedded(L, module);
    return true;
  }
  const fs::path path = library_ / (module + ".lua");
  if (!is_there(path)) return false;
  push_chunk(L, read_source(path), library_chunk(module));
  return true;
}

bool Modules::push_local(lua_State* L, const std::string& module) {
  const fs::path path = folder_ / (module + ".lua");
  if (!is_there(path)) return false;
  push_file(L, path);
  return true;
}

void Modules::push_file(lua_State* L, const fs::path& path) {
  push_text(L, path, read_source(path));
}

void Modules::remember(const fs::path& path, const std::string& text) {
  const bool known = std::any_of(sources_.begin(), sources_.end(), [&](const LuaSource& source) {
    return source.path == path && source.content == text;
  });
  if (!known) sources_.push_back({path, text});
}

void Modules::push_text(lua_State* L, const fs::path& path, const std::string& text) {
  refuse_bytecode(text, path);
  remember(path, text);
  push_chunk(L, text, user_chunk(path));
}

}  // namespace mutlua
