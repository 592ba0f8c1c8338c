// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>

#include "base/json.h"
#include "base/units.h"

namespace mutlua {

/// How the machine comes to rest before a trial.
struct Cooling {
  Seconds seconds{60};
};

/// How a background load comes up before the foreground starts: after a fixed time, or when each
/// of its models has shown an epoch, or both; but no later than after `most`.
struct Settling {
  Seconds seconds{30};
  bool first_epoch = false;
  Seconds most{120};
};

/// The waits that count for a trial: the command line's win over the study's, which win over the
/// catalogue's, which win over 60 s and 30 s. Each is {seconds, ...} or null. Throws Error(script).
Cooling effective_cooling(std::optional<double> command_line, const Json& study,
                          const Json& catalogue);
Settling effective_settling(std::optional<double> command_line, const Json& study,
                            const Json& catalogue);

Cooling cooling_of(const Json& json, const std::string& where);
Settling settling_of(const Json& json, const std::string& where);
Json to_json(const Cooling& cooling);
Json to_json(const Settling& settling);

}  // namespace mutlua
