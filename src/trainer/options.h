// SPDX-License-Identifier: MIT
#pragma once

#include <optional>

#include "trainer/settings.h"

namespace mutlua {

/// Reads the command line. Writes the help or the version and returns nothing if that is asked for.
/// Of an option given twice the last counts. Throws UsageError.
std::optional<Settings> read_options(int argc, const char* const* argv);

}  // namespace mutlua
