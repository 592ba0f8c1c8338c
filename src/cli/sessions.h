// SPDX-License-Identifier: MIT
#pragma once

#include "cli/command_line.h"

namespace mutlua {

/// `mutlua sessions`: what was run.
int list_sessions(const CommandLine& line);
/// `mutlua results [SESSION]`: the trials of a session.
int show_results(const CommandLine& line);
/// `mutlua index --rebuild`.
int rebuild_index(const CommandLine& line);

}  // namespace mutlua
