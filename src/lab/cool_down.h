// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <optional>
#include <string>

#include "lab/idle_watch.h"
#include "lab/machine.h"
#include "lab/supervisor.h"

namespace mutlua {

/// How the machine came to rest before a trial.
struct CoolDown {
  Cooling wanted;
  Seconds seconds{0};
  std::string criterion;     ///< met last: "a fixed time", "GPU power", ...
  bool timed_out = false;    ///< that criterion was still missing at the limit
  std::string reason;        ///< why it was no more than a fixed time, though more was asked for
  std::optional<Idle> idle;  ///< of its end; absent: no sensor, or too short to tell
  std::map<std::string, double> begin_temperatures;  ///< by the GPU's UUID
  std::map<std::string, double> end_temperatures;
};

/// {seconds, criterion, timed_out?, reason?, begin_temperature_c?, start_temperature_c?, idle?}
Json to_json(const CoolDown& cool_down);

/// Waits until the machine is at rest. Also after a fixed time it says what was seen, if that was
/// long enough. Throws Error(stopped).
CoolDown cool_down(const Cooling& cooling, const std::optional<Idle>& reference,
                   Supervisor& supervisor, const Machine& machine);

}  // namespace mutlua
