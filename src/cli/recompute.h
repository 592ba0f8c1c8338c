// SPDX-License-Identifier: MIT
#pragma once

#include "cli/command_line.h"

namespace mutlua {

/// `mutlua recompute TRIAL_FOLDER`: derives the energy again from the trial's raw trace and holds
/// it against what its record says. 0 if they agree, or if there is no record because the trial was
/// interrupted; 1 if they differ. Throws Error(usage) without a trace.
int recompute_trial(const CommandLine& line);

}  // namespace mutlua
