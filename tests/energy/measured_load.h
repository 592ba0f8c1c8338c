// SPDX-License-Identifier: MIT
#pragma once

#include <random>

#include "energy/fake_sensors.h"

namespace mutlua {

inline double relative_error(Joules measured, Joules truth) {
  return (measured.value - truth.value) / truth.value;
}

/// A GPU whose sensors change at other times in each run, and that loses some samples.
inline FakeGpu::Behaviour random_phases(std::mt19937_64& random) {
  std::uniform_real_distribution<double> phase(0, 0.1);
  FakeGpu::Behaviour behaviour;
  behaviour.counter_phase = phase(random);
  behaviour.sample_phase = phase(random) / 5;
  behaviour.average_phase = phase(random);
  behaviour.lost_samples = 0.009;
  behaviour.seed = random();
  return behaviour;
}

/// A load of 700 W for some seconds between 120 W of idle, in a window around it.
inline Window measure_load(VirtualMachine& machine, FakeGpu& gpu, Seconds span,
                           std::mt19937_64& random) {
  std::uniform_real_distribution<double> unit(0, 1);
  machine.clock.advance(Seconds(10 + unit(random)));
  machine.begin();
  gpu.draw(700);
  machine.run(span);
  gpu.draw(120);
  return machine.end();
}

}  // namespace mutlua
