// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "cli/command_line.h"

namespace mutlua {

/// The words as mutlua's own if they are the old tool's: -ec FILE becomes `run FILE`, -r -m -mt
/// become `run` of the settings that say the same, -l becomes `models`. What words cannot say goes
/// into `old`. Words that are mutlua's own come back as they are. Throws Error(usage) for what the
/// old tool refused as well.
std::vector<std::string> with_old_command(std::vector<std::string> words, OldCommand& old);

/// The option that a place in the settings of -r -m -mt came from: "experiments[0].model" is "-m",
/// "experiments[0].mutate[1]" "-mt". One that none gave comes back as it is.
std::string option_of(const std::string& place);

}  // namespace mutlua
