// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>

#include "base/units.h"

namespace mutlua {

/// "2026-03-01T12:30:45.123456Z": UTC, RFC 3339.
std::string utc_text(WallTime time);
/// The time that utc_text wrote, to the second; absent for other text.
std::optional<WallTime> utc_time(const std::string& text);
/// "2026-03-01T13:30:45.123456": local time without a zone, as the old tool wrote it.
std::string local_text(WallTime time);
/// "20260301_133045": local time, for folder names.
std::string local_stamp(WallTime time);

}  // namespace mutlua
