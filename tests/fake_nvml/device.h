// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "fake_nvml/curve.h"
#include "fake_nvml/power.h"

namespace mutlua {

/// A reading that the sensor renews every `period`, as a mean over the `window` before.
struct Sensor {
  double period = 0.1;
  double window = 1;
  double phase = 0;
  std::optional<Curve> recorded;  ///< milliwatts, instead of what follows from the power

  /// When it was last renewed.
  double tick(double seconds) const;
};

/// The energy counter: the true energy as it was at the last tick.
struct EnergyCounter {
  Sensor ticks;  ///< its window is not used
  double start_mj = 2815566;
  double gain = 1;  ///< how much too much it counts
  bool always_zero = false;
  std::vector<double> resets;  ///< when it starts at 0 again
  std::optional<double> stuck_from;
  std::optional<Curve> recorded;  ///< millijoules
};

/// The ring of power samples.
struct SampleRing {
  Sensor sensor{0.02, 0.02, 0, {}};
  int length = 120;
  double missing = 0;  ///< the fraction that the driver does not keep
};

struct FakeProcess {
  enum class Kind { compute, graphics, mps };
  unsigned pid = 0;
  std::uint64_t memory_bytes = 0;
  Kind kind = Kind::compute;
  double from = -1e12;
  double until = 1e12;
};

/// One GPU of a scenario. What is absent is "not supported". Times are seconds of the scenario.
struct FakeDevice {
  std::string uuid;
  std::string name;
  std::string pci;
  std::uint64_t memory_bytes = 0;
  unsigned architecture = 9;
  std::optional<bool> persistence;
  std::optional<bool> mig;
  std::optional<int> compute_mode;
  std::optional<double> power_limit;
  std::optional<double> default_power_limit;
  std::vector<unsigned> scopes;  ///< of the power fields that answer

  Power power;
  std::optional<EnergyCounter> counter;
  std::optional<SampleRing> samples;
  std::optional<Sensor> average;
  std::optional<Sensor> instant;
  int value_type = 1;  ///< NVML's number for the type of the power fields and samples

  Curve temperature_c;
  Curve sm_mhz;
  Curve memory_mhz;
  Curve utilisation_pct;
  Curve memory_used_bytes;
  Curve clock_reasons;
  Curve held_down_by_power;  ///< the fraction of the time
  Curve held_down_by_thermal;

  std::vector<FakeProcess> processes;
  std::size_t entry_bytes_v3 = 24;  ///< of the _v3 process lists; 32 in drivers 535.43 to 535.86
};

std::uint64_t counter_mj(const FakeDevice& device, double seconds);

double sensor_mw(const FakeDevice& device, const Sensor& sensor, double seconds);

std::uint64_t held_down_ns(const Curve& fraction, double seconds);

/// A sample of the ring.
struct RingSample {
  double at = 0;
  double milliwatts = 0;
};

/// Writes the samples that are in the ring, oldest first, at most `size`; gives how many.
std::size_t ring_samples(const FakeDevice& device, double seconds, RingSample* samples,
                         std::size_t size);

}  // namespace mutlua
