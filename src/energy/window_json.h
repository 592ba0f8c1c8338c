// SPDX-License-Identifier: MIT
#pragma once

#include "base/json.h"
#include "energy/window.h"

namespace mutlua {

/// The reading that scripts get: gpu_joules, cpu_joules, total_joules (absent where unknown),
/// seconds, reasons (field -> why absent), detail = the energy record. Seconds and joules are
/// floats.
Json reading_of(const Window& window);

/// The `energy` object of a record: seconds, cpu and gpus with joules, method, uncertainty and
/// checks, *_unavailable where there are none, marks, self. It is derived from the window alone, so
/// the raw trace gives it again.
Json energy_record(const Window& window);

}  // namespace mutlua
