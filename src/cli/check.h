// SPDX-License-Identifier: MIT
#pragma once

#include "cli/command_line.h"

namespace mutlua {

/// `mutlua check`: what is wrong with a script, a settings file of the old tool or a catalogue, as
/// far as reading it and a rehearsal of it find out; nothing is started and nothing is written. A
/// rehearsal ends at the first error; unknown globals are found in all of a script. Gives 2 for
/// errors and warnings, 0 where there are none or only notes. Throws Error for faults that are not
/// those of the file.
int check_file(const CommandLine& line);

}  // namespace mutlua
