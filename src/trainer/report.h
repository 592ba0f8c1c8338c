// SPDX-License-Identifier: MIT
#pragma once

#include <ostream>

#include "trainer/evaluation.h"
#include "trainer/settings.h"

namespace mutlua {

/// Writes the metrics once more, the way the real training that a network stands in for writes
/// them, so that the patterns that read the one's log read the other's too. Nothing in plain
/// wording.
void write_report(Wording wording, const Evaluation& evaluation, std::ostream& out);

}  // namespace mutlua
