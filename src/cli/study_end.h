// SPDX-License-Identifier: MIT
#pragma once

#include <optional>

#include "base/error.h"
#include "cli/design.h"
#include "cli/script_host.h"
#include "cli/terminal.h"
#include "lab/run_options.h"
#include "system/stop_signals.h"

namespace mutlua {

/// What a request to stop becomes inside Lua; absent: there is none.
std::optional<Error> stop_error(const StopSignals& signals);

/// Runs the script and gives the exit status of the program: 0, 1 if a trial does not count, 128 +
/// signal if it was stopped. Throws what else ended it.
int run_to_end(ScriptHost& host, const Design& design, Terminal& terminal,
               const StopSignals& signals, const RunOptions& options);

}  // namespace mutlua
