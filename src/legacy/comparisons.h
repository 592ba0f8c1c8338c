// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "store/imported.h"

namespace mutlua {

/// Flags, on every imported experiment, what only a comparison with the others shows: power or time
/// of a sequential run far above its group, equal durations whatever the epochs, a table's row that
/// carries the energy of another experiment. What was said before is said anew, so that the order
/// of imports does not matter. Sets the verdicts.
void compare_experiments(std::vector<ImportedSession>& sessions);

}  // namespace mutlua
