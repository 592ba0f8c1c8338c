// SPDX-License-Identifier: MIT
#pragma once

#include "energy/sensors.h"
#include "simulated/card.h"
#include "simulated/trainings.h"
#include "system/clock.h"

namespace mutlua {

/// The sensors of the simulated card and processor: counters that are exact at every instant.
/// What they are given must outlive them.
Sensors simulated_sensors(Clock& clock, const SimulatedCard& card,
                          const SimulatedTrainings& trainings);

}  // namespace mutlua
