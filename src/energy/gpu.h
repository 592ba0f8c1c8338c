// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/units.h"
#include "energy/gauges.h"
#include "energy/source.h"

namespace mutlua {

/// What one GPU is and what it can tell. Absent: the driver does not say.
struct GpuInfo {
  int index = 0;                    ///< the driver's own order (of PCI addresses), not CUDA's
  std::string uuid;                 ///< "GPU-8f6d..."
  std::string name;                 ///< "NVIDIA H200"
  std::string pci;                  ///< "00000000:05:00.0"
  std::string scope = "gpu_board";  ///< gpu_board, gpu_board(mig), module
  std::string driver;               ///< "580.159.04"
  std::int64_t memory_bytes = 0;    ///< of the card; 0 if unknown

  // What the energy can be had from, best first.
  bool counter = false;  ///< millijoules since the driver was loaded
  bool samples = false;  ///< power samples that the driver keeps in a ring
  bool average = false;  ///< power averaged over average_window

  Seconds counter_period{0.1};
  Seconds sample_period{0.02};
  Seconds average_period{0.1};
  Seconds average_window{1.0};
  std::string timing = "documented";  ///< of the four above: documented | calibrated | simulated

  std::optional<Watts> power_limit;
  std::optional<Watts> default_power_limit;
  std::optional<bool> persistence;
  std::optional<bool> mig;
  std::optional<std::string> compute_mode;
};

/// One power sample of the driver's ring.
struct PowerSample {
  std::int64_t wall_us = 0;  ///< CLOCK_REALTIME, as the driver gave it
  std::int64_t milliwatts = 0;
};

/// A process that has the GPU open.
struct GpuProcess {
  int pid = 0;  ///< as the driver sees it: may be another number inside a pid namespace
  std::int64_t memory_bytes = 0;  ///< 0 if unknown
};

/// Nanoseconds since the driver was loaded during which clocks were held down; absent: not told.
struct HeldDown {
  std::optional<std::int64_t> power_ns;
  std::optional<std::int64_t> thermal_ns;
};

/// One GPU. What a method cannot tell, it says so; no method throws, and those that the sampler
/// calls do not allocate. For one thread at a time.
struct Gpu : Gauges {
  virtual const GpuInfo& info() const = 0;

  /// The energy counter, raw in millijoules. Costs milliseconds of CPU time: not for fast polling.
  virtual Reading read_counter() noexcept = 0;

  /// Power samples newer than `after_wall_us`, oldest first, at most samples.size(). Gives how many
  /// there are; -1 if they could not be read. To be called at least every 2 s: the ring is short.
  virtual int read_samples(std::int64_t after_wall_us, std::span<PowerSample> samples) noexcept = 0;

  /// Processes that compute or draw on it, this program's included; -1 if unknown.
  virtual int read_processes(std::span<GpuProcess> processes) noexcept = 0;

  virtual HeldDown read_held_down() noexcept = 0;

  /// Gauges (Gauges::gauges()), all named "gpu<index>.": average_mw, instant_mw, temperature_c,
  /// sm_mhz, memory_mhz, utilisation_pct, memory_used_bytes (levels), clock_reasons (bits). Always
  /// these eight, in this order.
};

}  // namespace mutlua
