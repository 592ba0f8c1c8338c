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
  enum class Kind { counter, power };
  std::string id;     ///< "rapl.powercap.package-0"
  std::string scope;  ///< package, dram, core, uncore, psys, gpu_board
  Kind kind = Kind::counter;
  double joules_per_unit = 0;  ///< counter: joules per raw unit; power: watts per raw unit
  std::optional<std::uint64_t> modulus;  ///< raw units after which a counter starts at 0 again
  Seconds update_period{0};
  std::string evidence = "measured";  ///< measured | derived | estimated
};

/// One reading of one domain, in raw units, between two instants. `error` is an errno, 0 if valid.
struct Reading {
  std::uint64_t raw = 0;
  Instant before;
  Instant after;
  int error = 0;
};

/// Reads all domains of one kind of sensor.
struct EnergySource {
  virtual ~EnergySource() = default;

  /// The domains, in the order of read(). Fixed for the life of the source.
  virtual const std::vector<DomainInfo>& domains() const = 0;

  /// Reads every domain; readings.size() == domains().size(). Neither throws nor allocates: it is
  /// called on the sampler's thread.
  virtual void read(std::span<Reading> readings) noexcept = 0;
};

}  // namespace mutlua
