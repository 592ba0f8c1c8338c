// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>

#include "base/json.h"
#include "base/units.h"

namespace mutlua {

/// How the machine comes to rest before a trial: for a fixed time, or until it is idle and cool.
struct Cooling {
  Seconds seconds{60};      ///< the fixed time
  bool until_idle = false;  ///< instead: until IdleWatch is content, within these limits
  Seconds least{5};         ///< clocks and the running average of power need this long to fall
  Seconds most{600};        ///< then the trial begins all the same, with a flag
  Seconds window{10};       ///< for so long all criteria must have held
  double temperature_margin = 2;  ///< degrees above the block's first idle

  /// At least so long, whatever is seen.
  Seconds shortest() const { return until_idle ? least : seconds; }
};

/// How a background load comes up before the foreground starts.
///
/// After a fixed time; or when each of its models has shown an epoch, or any evidence that it
/// trains (its process on a GPU, a GPU that is busy, an epoch), but no later than after `most`.
struct Settling {
  Seconds seconds{30};
  bool first_epoch = false;
  bool until_training = false;
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
