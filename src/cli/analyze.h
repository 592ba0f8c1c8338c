// SPDX-License-Identifier: MIT
#pragma once

#include "cli/command_line.h"

namespace mutlua {

/// `mutlua analyze [SESSION...]`: per cell n, mean, standard deviation and interval of the
/// outcomes, and ratios of the arms within blocks; of the trials that count. 0 also where none
/// does: that is said.
int analyze_sessions(const CommandLine& line);

}  // namespace mutlua
