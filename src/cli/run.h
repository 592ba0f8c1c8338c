// SPDX-License-Identifier: MIT
#pragma once

#include "cli/command_line.h"

namespace mutlua {

/// `mutlua run`: 0 if every trial counts, 1 if some do not or experiments of a settings file were
/// left out, 128 + signal if it was stopped.
int run_study(const CommandLine& line);

}  // namespace mutlua
