// SPDX-License-Identifier: MIT
#pragma once

#include <ostream>

namespace mutlua {

/// Writes one line, printf's way, and flushes it. Throws TrainingFailed if that fails.
[[gnu::format(printf, 2, 3)]] void write_line(std::ostream& out, const char* format, ...);

}  // namespace mutlua
