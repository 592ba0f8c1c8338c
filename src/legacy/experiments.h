// SPDX-License-Identifier: MIT
#pragma once

#include "legacy/entry.h"

namespace mutlua {

/// Reads the list of experiments into the settings. What cannot be run is left out and reported;
/// one that holds only words becomes the heading of the next.
void read_experiments(const Json& list, const LegacyUsual& usual, const LegacyContext& context,
                      LegacySettings& settings);

}  // namespace mutlua
