// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/units.h"
#include "energy/external_meter.h"
#include "energy/flag.h"
#include "energy/gauges.h"
#include "energy/gpu.h"
#include "energy/sensors.h"
#include "energy/source.h"

namespace mutlua {

/// Energy of one CPU domain over a window. Absent joules have a reason.
struct DomainEnergy {
  DomainInfo info;
  std::optional<Joules> joules;
  std::string reason;
  Joules u_random;  ///< one update of the counter at each edge
  int readings = 0;
  int errors = 0;
  int wraps = 0;
  int breaks = 0;  ///< resets and impossible jumps
  bool ambiguous = false;
  Seconds unchanged{0};  ///< longest time for which it stood still
};

/// How a GPU's energy was had, in the order of preference.
enum class GpuMethod { none, counter, samples, boxcar };
std::string to_text(GpuMethod method);

/// The piece between a window's edge and the counter's tick next to it, which is taken off.
struct EdgePiece {
  Seconds span{0};
  Joules joules;
  Seconds u_instant{0};  ///< half of the time in which the tick must lie
  bool aligned = false;  ///< the counter was seen to change
};

/// Energy of one GPU over a window. Absent joules have a reason.
struct GpuEnergy {
  GpuInfo info;
  bool assigned = true;
  std::optional<Joules> joules;
  std::string reason;
  GpuMethod method = GpuMethod::none;

  // The same energy by each way that was open.
  std::optional<Joules> counter;
  std::optional<Joules> samples;
  std::optional<Joules> boxcar;
  std::optional<Joules> legacy;  ///< sum of the power read once a second: for comparison only

  EdgePiece begin_edge;
  EdgePiece end_edge;
  Joules u_random;                ///< what differs from window to window: edges, gaps, updates
  std::optional<Joules> u_alias;  ///< between the counter and the samples; absent without both
  double u_systematic_pct = 5;    ///< of the board's sensor: the same in all windows of this card

  int counter_readings = 0;
  int errors = 0;
  int breaks = 0;
  Seconds unchanged{0};  ///< longest time for which the counter stood still
  int sample_count = 0;
  Seconds gaps{0};                    ///< without samples
  std::vector<GpuProcess> processes;  ///< that had it open, each with its largest memory
};

/// One column of whole numbers over a window.
struct GaugeSummary {
  GaugeInfo info;
  int readings = 0;
  int missing = 0;
  std::int64_t first = 0;  ///< this and what follows: meaningless without readings
  std::int64_t last = 0;
  std::int64_t least = 0;
  std::int64_t most = 0;
  double mean = 0;
  std::int64_t any_bits = 0;
  std::map<int, int> bit_readings;  ///< bit number -> readings that had it

  /// Growth of a total; absent with fewer than two readings.
  std::optional<std::int64_t> growth() const;
};

/// An instant inside a window that somebody named, with the energy from the begin until then.
struct WindowMark {
  Instant at;
  std::string kind;
  std::string label;
  std::optional<Joules> cpu;
  std::optional<Joules> gpu;  ///< of the assigned GPUs; may be off by one update of the counter
};

/// The energy used between two instants, and what was seen meanwhile.
struct Window {
  Instant begin;
  Instant end;
  std::vector<DomainEnergy> domains;
  std::vector<GpuEnergy> gpus;
  std::vector<WindowMark> marks;
  std::map<std::string, GaugeSummary> gauges;  ///< by column
  std::optional<MeterReading> external;        ///< of a meter at the wall, if there is one
  Unavailable unavailable;
  Flags notes;  ///< what is odd about the sensors
  Seconds tick_period{0.1};
  int ticks = 0;
  int late_ticks = 0;  ///< more than three periods behind
  std::int64_t longest_tick_us = 0;
  bool truncated = false;  ///< the trace could not be written to its end

  Seconds duration() const { return end - begin; }

  /// Sum over packages and their memory; absent, with a reason in why, if any part is unknown.
  std::optional<Joules> cpu(std::string* why = nullptr) const;
  /// Sum over the assigned GPUs; absent, with a reason in why, if any of them is unknown.
  std::optional<Joules> gpu(std::string* why = nullptr) const;
  /// cpu() + gpu(); absent if either is.
  std::optional<Joules> total(std::string* why = nullptr) const;

  /// Sum over the domains of one scope ("package", "dram"); absent if there is none or one failed.
  std::optional<Joules> scope(const std::string& name) const;
  /// Absent: no such column, or it was never read.
  const GaugeSummary* gauge(const std::string& column) const;
};

}  // namespace mutlua
