// SPDX-License-Identifier: MIT
#pragma once

#include <set>
#include <string>

#include "base/json.h"

namespace mutlua {

/// "learning_rate 0.1 -> 0.2, cooling 60 s -> 30 s": how two treatments differ (treatment_of).
std::string treatment_difference(const Json& before, const Json& now);

/// The names alone of what two trials with these specifications were treated with otherwise:
/// "cooling", "load's batch_size"; "command line" if only that tells them apart. A seed is none,
/// nor is where a trial stands: study, catalogue, block and replicate.
std::set<std::string> treatment_names(const Json& before, const Json& now);

}  // namespace mutlua
