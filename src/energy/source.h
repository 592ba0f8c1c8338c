// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/units.h"

namespace mutlua {

/// What one domain's readings mean. Written to the trial's folder as it is.
struct DomainInfo {
  std::string id;                        ///< "rapl.perf.package-0", "rapl.powercap.package-0-die-1"
  std::string scope;                     ///< package or dram: what may be added up
  double joules_per_unit = 0;            ///< joules of one raw unit
  std::optional<std::uint64_t> modulus;  ///< raw units after which the counter starts at 0 again
  Seconds update_period{0};
  Watts most_power{1000};             ///< more cannot be: what tells a wrap from a reset
  std::string evidence = "measured";  ///< measured | derived | estimated | simulated
};

/// One reading of one counter, in raw units, between two instants. `error` is an errno (of NVML:
/// EIO and the like), 0 if valid.
struct Reading {
  std::uint64_t raw = 0;
  Instant before;
  Instant after;
  int error = 0;
};

/// Reads all energy counters of one kind of sensor.
struct EnergySource {
  virtual ~EnergySource() = default;

  /// The domains, in the order of read(). Fixed for the life of the source.
  virtual const std::vector<DomainInfo>& domains() const = 0;

  /// Reads every domain; readings.size() == domains().size(). Neither throws nor allocates: it is
  /// called on the sampler's thread.
  virtual void read(std::span<Reading> readings) noexcept = 0;
};

}  // namespace mutlua
