// SPDX-License-Identifier: MIT
#pragma once

#include "cli/command_line.h"

namespace mutlua {

/// `mutlua doctor`: every sensor and permission, with what to do where something is amiss, how fast
/// the sensors are, what the machine draws at rest, and what measuring costs. 0, or 1 if there is
/// an error. Changes no setting; keeps the calibration of the GPUs in the user's cache.
int examine_machine(const CommandLine& line);

}  // namespace mutlua
