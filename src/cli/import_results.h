// SPDX-License-Identifier: MIT
#pragma once

#include "cli/command_line.h"

namespace mutlua {

/// `mutlua import FOLDER...`: brings results of the old tool into the index. Gives 1 if something
/// was refused.
int import_old_results(const CommandLine& line);
/// `mutlua export --legacy [FILE]`: all trials of the index, own and imported, as the old project's
/// table of 56 columns.
int export_table(const CommandLine& line);

}  // namespace mutlua
