// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "script/lua_state.h"

struct lua_State;

namespace mutlua {

/// The Lua files that one script may use: mutlua's library, and what lies beside the script.
/// Nothing of the system's Lua folders.
class Modules {
 public:
  /// An empty `library` stands for the embedded one.
  explicit Modules(std::filesystem::path library) : library_(std::move(library)) {}

  /// Where local modules are looked for: the script's folder.
  void search_in(const std::filesystem::path& folder) { folder_ = folder; }

  /// What `require` calls: pushes the module's chunk as a function, or a text that says why there
  /// is none. "mutlua" and "mutlua.x" come from the library and from nowhere else; "a.b" is a/b.lua
  /// or a/b/init.lua beside the script. Throws for a file that is there as push_file does.
  void push_module(lua_State* L, const std::string& name);

  /// Pushes the user's file as a function. Throws Error(usage) if it cannot be read, is larger than
  /// 8 MiB or is bytecode, and Error(script) "x.lua:3: ..." if it is not Lua.
  void push_file(lua_State* L, const std::filesystem::path& path);
  void push_text(lua_State* L, const std::filesystem::path& path, const std::string& text);

  const std::vector<LuaSource>& sources() const { return sources_; }

 private:
  bool push_from_library(lua_State* L, const std::string& module);
  bool push_local(lua_State* L, const std::string& module);
  void remember(const std::filesystem::path& path, const std::string& text);

  std::filesystem::path library_;
  std::filesystem::path folder_;
  std::vector<LuaSource> sources_;
};

/// Pushes the embedded file `name` as a function. Throws Error(internal) if there is none.
void push_embedded(lua_State* L, const std::string& name);

}  // namespace mutlua
