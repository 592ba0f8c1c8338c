// SPDX-License-Identifier: MIT
#pragma once

#include "cli/command_line.h"

namespace mutlua {

/// `mutlua translate SETTINGS.json`: prints the study that a settings file of the old tool
/// describes as a script, or writes it to the file of -o, which must not be there yet. What was
/// repaired, ignored or left out goes to standard error. 1 if an experiment was left out.
int translate_file(const CommandLine& line);

}  // namespace mutlua
