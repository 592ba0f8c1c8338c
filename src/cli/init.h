// SPDX-License-Identifier: MIT
#pragma once

#include "cli/command_line.h"

namespace mutlua {

/// `mutlua init [FOLDER]`: writes what a study starts from (study.lua, settings/models.json,
/// .luarc.json and the annotated Lua library that it names, in .mutlua/lua) and says what to do
/// next. The study runs as it is, on small trainings that come with mutlua. Throws Error(usage) if
/// anything of it is there already; then nothing was written. Throws Error(machine) if it cannot be
/// written.
int init_folder(const CommandLine& line);

}  // namespace mutlua
