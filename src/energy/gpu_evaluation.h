// SPDX-License-Identifier: MIT
#pragma once

#include <optional>

#include "energy/counter_sum.h"
#include "energy/hold_integral.h"
#include "energy/trace.h"
#include "energy/window.h"

namespace mutlua {

/// Derives the energy of one GPU over one window from what was read of it.
///
/// The counter steps every 0.1 s or so. Where its steps at both ends were seen, the energy between
/// the two is exact, and the short pieces outside of the window are taken off with the power
/// samples. Beside it stands the integral of the samples, and that of the driver's running average
/// corrected for its width W: over [begin, end + W], less (P_before + P_after) W / 2.
///
/// What is taken off at the edges comes from samples that lie wholly outside of the window: one
/// that reaches into it holds the load's power too. The best of
/// them is the result, the others check it. Source: measurements of an H200,
/// docs/measuring-energy.md.
class GpuEvaluation {
 public:
  GpuEvaluation(const GpuInfo& info, bool assigned);
  GpuEvaluation(const GpuEvaluation&) = delete;
  GpuEvaluation& operator=(const GpuEvaluation&) = delete;

  void begin(Instant at);
  void end(Instant at);
  void counter(const CounterRow& row) noexcept;
  void sample(const SampleRow& row) noexcept;
  void average(Instant at, std::int64_t milliwatts) noexcept;

  /// By the counter, from the tick before the begin to its last reading: nothing is taken off at
  /// the edges, because the samples for that come later. Absent without readings.
  std::optional<Joules> so_far() const;

  /// REQUIRES: begin and end were told.
  GpuEnergy result() const;

 private:
  struct Edge {
    Instant tick;
    Seconds u_instant{0};
    bool aligned = false;
    std::optional<HoldIntegral> power;
    std::optional<Watts> nearest;  ///< of the sample that lies outside of the window, next to it
  };
  Edge edge_of(const CounterRow& row) const noexcept;
  Edge bounded(Edge edge, Instant from, Instant to) const noexcept;
  EdgePiece piece(const Edge& edge, Seconds span, Watts otherwise) const;
  std::optional<Joules> from_counter(GpuEnergy& energy) const;
  std::optional<Joules> from_boxcar() const;
  void choose(GpuEnergy& energy) const;
  void doubt(GpuEnergy& energy) const;

  GpuInfo info_;
  bool assigned_;
  DomainInfo domain_;
  Instant begin_;
  std::optional<Instant> end_;

  CounterSum sum_;
  std::optional<Reading> before_tick_;  ///< the reading before the one that saw it change
  std::optional<Edge> begin_edge_;
  std::optional<Edge> end_edge_;
  int counter_readings_ = 0;

  std::optional<HoldIntegral> samples_;
  std::optional<HoldIntegral> averages_;
  std::optional<Watts> power_before_;
  std::optional<Watts> power_after_;
  Instant last_average_;
  std::int64_t next_legacy_ = 0;  ///< whole seconds since the begin
  Joules legacy_;
};

}  // namespace mutlua
