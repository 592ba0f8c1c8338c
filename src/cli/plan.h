// SPDX-License-Identifier: MIT
#pragma once

#include "cli/command_line.h"

namespace mutlua {

/// `mutlua plan`: runs the script on the simulated machine and prints the trials. 0, or 1 if
/// something is missing that a run would refuse.
int plan_study(const CommandLine& line);

/// `mutlua help SCRIPT`: the options that the script declares.
int help_script(const CommandLine& line);

}  // namespace mutlua
