// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/json.h"
#include "energy/flag.h"
#include "energy/gauges.h"
#include "energy/gpu.h"
#include "energy/source.h"

namespace mutlua {

/// What a machine cannot measure, and why: one sentence each, empty where it can.
struct Unavailable {
  std::string cpu;
  std::string gpu;
};

/// All that can be read of one machine. Chosen once, at the start; a sensor that dies ends what
/// was measured with it.
struct Sensors {
  std::vector<std::unique_ptr<EnergySource>> cpu;  ///< packages and their memory, each once
  std::vector<std::unique_ptr<Gpu>> gpus;
  std::vector<std::unique_ptr<Gauges>> fast;  ///< read ten times a second
  std::vector<std::unique_ptr<Gauges>> slow;  ///< read every five seconds
  Unavailable unavailable;
  Flags notes;  ///< what is odd about the sensors, in every record
  Json facts = Json::object();
};

/// A machine that measures nothing, for this reason.
inline Sensors no_sensors(const std::string& reason) {
  Sensors sensors;
  sensors.unavailable = {.cpu = reason, .gpu = reason};
  return sensors;
}

}  // namespace mutlua
