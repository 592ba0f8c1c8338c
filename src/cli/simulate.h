// SPDX-License-Identifier: MIT
#pragma once

#include "cli/command_line.h"

namespace mutlua {

/// `mutlua run --simulate`: the same run, on a machine that is not there. Nothing is started, no
/// sensor of this machine is read, and no lock of it is taken; what it writes says that it is
/// simulated. The exit status is that of `run`. Throws Error.
int simulate_study(const CommandLine& line);

}  // namespace mutlua
