// SPDX-License-Identifier: MIT
#pragma once

#include "cli/command_line.h"

namespace mutlua {

/// `mutlua extract LOG`: what the log of a training says by the old tool's rules and by mutlua's,
/// and where they differ, why. The model is the one of --model, or that of the experiment.json
/// beside the log. 0, whatever the verdicts are. Throws Error(usage) where no model is known, and
/// Error(machine) where the log cannot be read.
int extract_log(const CommandLine& line);

}  // namespace mutlua
