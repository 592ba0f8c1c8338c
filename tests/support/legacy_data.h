// SPDX-License-Identifier: MIT
#pragma once

#include <cstdlib>
#include <filesystem>

namespace mutlua::test {

/// Settings, plans and draws of the old tool, if this machine has them: MUTLUA_LEGACY_DATA, else
/// MUTLUA_LEGACY, else the folder shared/legacy beside the source folder.
inline std::filesystem::path legacy_data() {
  for (const char* variable : {"MUTLUA_LEGACY_DATA", "MUTLUA_LEGACY"}) {
    if (const char* given = std::getenv(variable)) return given;
  }
  return std::filesystem::path(MUTLUA_SOURCE_FOLDER) / "../shared/legacy";
}

}  // namespace mutlua::test
