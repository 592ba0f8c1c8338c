// SPDX-License-Identifier: MIT
#pragma once

#include "cli/command_line.h"

namespace mutlua {

/// `mutlua plan`: runs the script on the simulated machine and prints the trials. 0, or 1 if a
/// training script is missing, for which a run would refuse, experiments of a settings file were
/// left out, or the script catches an error of what measures a trial. The seed is unknown until a
/// run draws it, unless the script, the command line or the session gives it.
int plan_study(const CommandLine& line);

}  // namespace mutlua
