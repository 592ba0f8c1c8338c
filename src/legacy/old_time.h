// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace mutlua {

/// "2025-11-18T16:40:03.249010", a local time without a zone, as seconds since 1970 as if it were
/// UTC; nothing if it is no such time.
std::optional<double> local_seconds(std::string_view text);

/// The zone of the old machine's clock, in seconds east of UTC: by how many quarters of an hour a
/// local time differs from the time since 1970 that was noted at about the same moment. Nothing if
/// the two are not within five minutes of such a zone.
std::optional<double> zone_seconds(double local, double utc);

/// Seconds since 1970 as "2025-11-18T08:40:03.249010Z".
std::string utc_from_seconds(double seconds);

}  // namespace mutlua
