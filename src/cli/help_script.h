// SPDX-License-Identifier: MIT
#pragma once

#include "cli/command_line.h"

namespace mutlua {

/// `mutlua help SCRIPT`: the options that the script declares.
int help_script(const CommandLine& line);

}  // namespace mutlua
