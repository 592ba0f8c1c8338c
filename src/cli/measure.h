// SPDX-License-Identifier: MIT
#pragma once

#include "cli/command_line.h"

namespace mutlua {

/// `mutlua measure -- COMMAND`: joules, seconds and watts of a command. Gives the command's own
/// exit status, 128 + N if signal N ended it, 127 if it was not found, 126 if it cannot be
/// executed, 128 + signal if somebody asked for the end. The result goes to standard error, because
/// standard output is the command's; with --json it is the other way round.
int measure_command(const CommandLine& line);

}  // namespace mutlua
