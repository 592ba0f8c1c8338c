// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <string>

struct lua_State;

namespace mutlua {

/// The chunk name of a user's file: "@scripts/x.lua". Of a path too long for Lua's messages, which
/// hold 60 bytes, only the last folder and the file remain.
std::string user_chunk(const std::filesystem::path& file);

/// The chunk name of a file of mutlua's own library: "=mutlua/study.lua".
std::string library_chunk(const std::string& module);

/// "scripts/x.lua:41: " of the nearest running line of a user's file, or "".
std::string where(lua_State* L);

/// The lines "  scripts/x.lua:41: in function 'f'" from the innermost on; of the user's files only,
/// unless `everything`. A deep stack is shown by its two ends.
std::string traceback(lua_State* L, bool everything);

}  // namespace mutlua
