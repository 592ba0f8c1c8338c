// SPDX-License-Identifier: MIT
#pragma once

#include <deque>
#include <optional>
#include <vector>

#include "energy/counter_sum.h"
#include "energy/gpu_evaluation.h"
#include "energy/trace.h"
#include "energy/window.h"

namespace mutlua {

/// Derives a window from its trace, row by row: while it is measured, and again from the files.
///
/// Holds sums only, so a window may last for days. What it gives depends on the rows of each kind
/// and their order, not on how the kinds are mixed; except that the begin comes before all else,
/// the end before what follows it in time, and a GPU's counter before the samples around it.
class Evaluation : public TraceListener {
 public:
  explicit Evaluation(TraceHeader header);
  Evaluation(const Evaluation&) = delete;
  Evaluation& operator=(const Evaluation&) = delete;

  void mark(const MarkRow& mark) override;
  void tick(const TraceTick& tick) noexcept override;
  void slow(Instant at, std::span<const GaugeValue> values) noexcept override;
  void counter(const CounterRow& row) noexcept override;
  void sample(const SampleRow& row) noexcept override;
  void process(const ProcessRow& row) noexcept override;

  /// Marks so far, in the order in which they were made; joules are there once they were read.
  const std::vector<WindowMark>& marks() const { return marks_; }
  bool begun() const { return begin_.has_value(); }
  bool ended() const { return end_.has_value(); }

  /// REQUIRES: ended().
  Window window() const;

 private:
  struct Domain {
    DomainInfo info;
    CounterSum sum;
    int readings = 0;
    bool at_begin = false;  ///< it could be read there
    bool at_end = false;
  };
  std::optional<Joules> cpu_so_far() const;
  std::optional<Joules> gpu_so_far() const;
  bool inside(Instant at) const noexcept {
    return begin_ && at >= *begin_ && (!end_ || at <= *end_);
  }

  TraceHeader header_;
  std::optional<Instant> begin_;
  std::optional<Instant> end_;
  std::deque<Domain> domains_;
  std::deque<GpuEvaluation> gpus_;
  std::vector<int> average_columns_;  ///< of each GPU among the fast gauges; -1: none
  std::vector<GaugeSummary> fast_;
  std::vector<GaugeSummary> slow_;
  std::vector<std::vector<GpuProcess>> processes_;  ///< of each GPU, each pid once with its peak
  std::vector<WindowMark> marks_;
  std::vector<int>
      gpu_marks_left_;  ///< of each mark: GPUs whose counter is still to be read for it
  int ticks_ = 0;
  int late_ticks_ = 0;
  std::int64_t longest_tick_us_ = 0;
};

}  // namespace mutlua
