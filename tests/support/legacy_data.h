// SPDX-License-Identifier: MIT
#pragma once

#include <cstdlib>
#include <filesystem>

namespace mutlua::test {

/// Settings, plans, draws and logs of the old tool, if this machine has them: MUTLUA_LEGACY_DATA,
/// else the folder shared/legacy beside the source folder.
inline std::filesystem::path legacy_data() {
  if (const char* given = std::getenv("MUTLUA_LEGACY_DATA")) return given;
  return std::filesystem::path(MUTLUA_SOURCE_FOLDER) / "../shared/legacy";
}

}  // namespace mutlua::test
