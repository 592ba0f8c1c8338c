// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

namespace mutlua {

/// A place where Lua source names a global that LuaJIT does not have.
struct GlobalName {
  std::string name;
  int line = 0;       ///< from 1
  bool sets = false;  ///< the place gives it a value, and does not ask for one
};

/// All such places of a Lua file's text, function by function. Nothing of it is run. Empty for text
/// that is not Lua. Throws Error(internal).
std::vector<GlobalName> foreign_globals(const std::string& text);

}  // namespace mutlua
