// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>
#include <vector>

namespace mutlua {

/// A Lua file inside the program: "mutlua/study" for lua/mutlua/study.lua.
struct EmbeddedLua {
  std::string_view name;
  std::string_view text;
};

/// The library of lua/modules.cmake, "environment", which prepares the globals of scripts, and
/// "global_names", which looks for those that a script names.
/// Written at build time by embed.cmake.
const std::vector<EmbeddedLua>& embedded_lua();

}  // namespace mutlua
