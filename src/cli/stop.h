// SPDX-License-Identifier: MIT
#pragma once

#include "cli/command_line.h"

namespace mutlua {

/// `mutlua stop [--after-trial]`: asks the study that runs on this machine to end. 3 if none runs.
int stop_study(const CommandLine& line);

}  // namespace mutlua
