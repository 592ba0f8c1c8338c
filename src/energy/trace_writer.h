// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>

#include "energy/csv_file.h"
#include "energy/trace.h"

namespace mutlua {

/// Writes the trace of one window to a folder:
///   sources.json     what the numbers mean
///   marks.csv        t_ns,kind,label
///   trace.csv        t_ns,late_us,read_us,mark, then each CPU domain and each fast gauge
///   slow.csv         t_ns, then each slow gauge
///   gpu_counter.csv  gpu,t_before_ns,t_after_ns,mj,why,aligned,mark
///   gpu_samples.csv  gpu,t_real_us,t_ns,mw
///   gpu_processes.csv  t_ns,gpu,pid,memory_bytes
/// Whole numbers in the sensors' own units, empty where unknown; t_ns is CLOCK_MONOTONIC.
class TraceWriter : public TraceListener {
 public:
  /// Throws Error(machine) if the files cannot be made.
  TraceWriter(const std::filesystem::path& folder, const TraceHeader& header);

  void mark(const MarkRow& mark) override;
  void tick(const TraceTick& tick) noexcept override;
  void slow(Instant at, std::span<const GaugeValue> values) noexcept override;
  void counter(const CounterRow& row) noexcept override;
  void sample(const SampleRow& row) noexcept override;
  void process(const ProcessRow& row) noexcept override;

  /// Hands to the kernel what has been recorded so far.
  void flush() noexcept;
  bool failed() const noexcept;

 private:
  CsvFile marks_;
  CsvFile ticks_;
  CsvFile slow_;
  std::optional<CsvFile> counters_;
  std::optional<CsvFile> samples_;
  std::optional<CsvFile> processes_;
};

std::string to_text(CounterReason reason);

}  // namespace mutlua
