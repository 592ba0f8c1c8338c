// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>

#include "energy/trace.h"
#include "energy/window.h"

namespace mutlua {

/// The trace header of a folder. Throws Error(usage) if it holds none, or not one of ours.
TraceHeader read_trace_header(const std::filesystem::path& folder);

/// Tells the listener what a folder's files say: marks, ticks, slow gauges, counters, samples,
/// processes. A window that was interrupted ends at its last tick, and a torn last line is left
/// out. Throws Error(usage) with file and line for what is no trace.
void replay_trace(const std::filesystem::path& folder, const TraceHeader& header,
                  TraceListener& listener);

/// The window of a trial's energy folder, derived again from its raw trace. Throws
/// Error(usage).
Window recompute_window(const std::filesystem::path& folder);

}  // namespace mutlua
