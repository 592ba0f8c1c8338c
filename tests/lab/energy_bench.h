// SPDX-License-Identifier: MIT
#pragma once

#include "lab/bench.h"
#include "lab/fake_sensors.h"
#include "lab/trials.h"

namespace mutlua {

/// A bench whose machine has a CPU counter and GPUs.
struct EnergyBench {
  explicit EnergyBench(int gpus = 1)
      : bench([this, gpus](Clock& clock) { return fake_sensors(clock, machine, gpus); }) {}

  Json run(const Json& trial, const Json& study = Json::object()) {
    bench.begin_study(study);
    bench.identify({trial});
    return bench.measure(trial, 1).at("result");
  }

  FakeMachine machine;
  LabBench bench;
};

inline Json with_cooling(Json trial, const Json& cooling) {
  trial["cooling"] = cooling;
  return trial;
}

}  // namespace mutlua
