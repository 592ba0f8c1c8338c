// SPDX-License-Identifier: MIT
#pragma once

#include "cli/command_line.h"

namespace mutlua {

/// `mutlua models`: the catalogue.
int list_models(const CommandLine& line);

}  // namespace mutlua
