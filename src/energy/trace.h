// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/json.h"
#include "energy/gauges.h"
#include "energy/gpu.h"
#include "energy/sensors.h"
#include "energy/source.h"

namespace mutlua {

/// What the raw numbers of one window mean: the content of sources.json.
struct TraceHeader {
  std::vector<DomainInfo> domains;
  std::vector<GpuInfo> gpus;
  std::vector<bool> assigned;  ///< of each GPU: whether its energy belongs to the window
  std::vector<GaugeInfo> fast;
  std::vector<GaugeInfo> slow;
  Seconds tick_period{0.1};
  Unavailable unavailable;
  Flags notes;
  Json facts = Json::object();
};

Json to_json(const TraceHeader& header);
/// Throws Error(usage) naming the field if the text is no header.
TraceHeader trace_header(const Json& json);

/// One reading of all that is read ten times a second.
struct TraceTick {
  Instant at;
  std::int64_t late_us = 0;  ///< behind its place on the grid
  std::int64_t read_us = 0;  ///< what reading took
  int mark = -1;             ///< number of the mark that it answers
  std::span<const Reading> readings;
  std::span<const GaugeValue> gauges;
};

/// Why a GPU's energy counter was read.
enum class CounterReason {
  spin,   ///< to see it change
  begin,  ///< it changed: the tick from which the window counts
  poll,
  mark,
  end,  ///< it changed: the tick up to which the window counts
};

struct CounterRow {
  int gpu = 0;
  Reading reading;  ///< millijoules
  CounterReason reason = CounterReason::poll;
  bool aligned = true;  ///< begin, end: the counter was seen to change
  int mark = -1;
};

struct SampleRow {
  int gpu = 0;
  PowerSample sample;
  Instant at;  ///< the sample's wall time on our clock
};

/// A process that had the GPU open.
struct ProcessRow {
  int gpu = 0;
  Instant at;
  GpuProcess process;
};

/// A named instant. The window's own are of kind "begin" and "end".
struct MarkRow {
  Instant at;
  std::string kind;  ///< begin, end, script, epoch
  std::string label;
};

/// Hears all that is recorded of a window, as it is recorded. What is derived from a window is
/// derived from this alone, so it can be derived again from the files.
struct TraceListener {
  virtual ~TraceListener() = default;
  /// Begin and end come before the ticks, rows and samples that they bound.
  virtual void mark(const MarkRow& mark) = 0;
  virtual void tick(const TraceTick& tick) noexcept = 0;
  virtual void slow(Instant at, std::span<const GaugeValue> values) noexcept = 0;
  virtual void counter(const CounterRow& row) noexcept = 0;
  virtual void sample(const SampleRow& row) noexcept = 0;
  virtual void process(const ProcessRow& row) noexcept = 0;
};

}  // namespace mutlua
