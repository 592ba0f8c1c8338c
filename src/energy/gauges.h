// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace mutlua {

/// What one column of whole numbers beside the energy means.
struct GaugeInfo {
  enum class Kind {
    level,  ///< goes up and down: a temperature, a clock
    total,  ///< only grows: time, events
    bits,   ///< a mask of reasons
  };
  std::string column;  ///< "gpu0.temperature_c", "cpu.steal_us": the name says the unit
  Kind kind = Kind::level;
};

using GaugeValue = std::optional<std::int64_t>;  ///< absent: could not be read

/// Facts of the machine that are read with the energy: what shows whether a window can be trusted.
struct Gauges {
  virtual ~Gauges() = default;

  /// The columns, in the order of read(). Fixed for the life of the object.
  virtual const std::vector<GaugeInfo>& gauges() const = 0;

  /// Reads every column; values.size() == gauges().size(). Neither throws nor allocates.
  virtual void read(std::span<GaugeValue> values) noexcept = 0;
};

}  // namespace mutlua
