// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <random>
#include <vector>

#include "energy/counter_watch.h"
#include "energy/evaluation.h"
#include "energy/sensors.h"
#include "energy/trace.h"
#include "energy/trace_writer.h"
#include "energy/window.h"
#include "energy/window_plan.h"
#include "system/clock.h"

namespace mutlua {

/// Measures one window: reads what is due, at its edges too, and has it evaluated and written.
/// Reads the sensors where it is called; Sampler calls it on a thread of its own.
class Measurement {
 public:
  using SleepUntil = std::function<void(Instant)>;

  /// Opens the window. Where a GPU has a counter, first waits, busily, until it changes: 0.1 s.
  /// Throws Error(machine) if the trace cannot be written.
  Measurement(Clock& clock, SleepUntil sleep_until, Sensors& sensors, const Rates& rates,
              const WindowPlan& plan);

  Instant next_due() const;
  /// Reads what is due now. Neither throws nor allocates.
  void run_due() noexcept;
  /// Reads the gauges and CPU counters now, whether they are due or not.
  void read_now() noexcept;

  /// Notes an instant, with a reading of all counters.
  void mark(const MarkRow& row);
  const std::vector<WindowMark>& marks() const { return evaluation_.marks(); }

  /// Closes the window at `at`. Where a GPU has sensors, waits for their last word: up to 0.15 s,
  /// and 1 s more for the average power of a longer window.
  Window end(Instant at);

 private:
  void record_begin();
  void tell_edge(const std::vector<CounterWatch>& watches, CounterReason edge) noexcept;
  void read_tick(Instant planned, std::optional<Instant> at, int mark) noexcept;
  void read_slow(std::optional<Instant> at) noexcept;
  void read_counters(CounterReason reason, int mark) noexcept;
  void read_samples() noexcept;
  void await_last_samples();
  void run_tail(Instant end);
  bool wants_tail(Instant end) const;
  Seconds jittered_tick();
  template <class Use>
  void tell(const Use& use) noexcept;

  Clock& clock_;
  SleepUntil sleep_until_;
  Sensors& sensors_;
  Rates rates_;
  TraceHeader header_;
  Evaluation evaluation_;
  std::unique_ptr<TraceWriter> writer_;
  std::mt19937_64 jitter_;

  std::vector<Reading> readings_;
  std::vector<GaugeValue> fast_;
  std::vector<GaugeValue> slow_;
  std::vector<PowerSample> samples_;
  std::vector<GpuProcess> processes_;
  std::vector<Reading> last_counter_;           ///< of each GPU, at a poll or mark
  std::vector<std::int64_t> newest_sample_us_;  ///< of each GPU
  std::vector<Instant> newest_sample_;
  Instant begin_;
  Instant next_tick_;
  Instant next_ring_;
  Instant next_counter_;
  Instant next_slow_;
  int marks_ = 0;
};

}  // namespace mutlua
