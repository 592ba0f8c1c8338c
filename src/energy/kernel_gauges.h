// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "base/files.h"
#include "energy/gauges.h"
#include "system/machine_facts.h"

namespace mutlua {

/// What the kernel tells of the machine, for the fast tier (10 Hz): cpu.busy_us, cpu.steal_us (of
/// all cores, steps of a clock tick), self.cpu_us (of the thread that calls read()) and
/// memory.available_kb. Files stay open.
class KernelGauges : public Gauges {
 public:
  explicit KernelGauges(const KernelFolders& folders = KernelFolders::from_environment());

  const std::vector<GaugeInfo>& gauges() const override;
  void read(std::span<GaugeValue> values) noexcept override;

 private:
  Descriptor stat_;
  Descriptor meminfo_;
};

/// The same for the slow tier (0.2 Hz): psi.cpu_us, psi.memory_us, swap.in_pages, swap.out_pages,
/// cpu.package_throttles, clock.realtime_offset_us and clock.boottime_offset_us (each less
/// CLOCK_MONOTONIC).
class SlowKernelGauges : public Gauges {
 public:
  explicit SlowKernelGauges(const KernelFolders& folders = KernelFolders::from_environment());

  const std::vector<GaugeInfo>& gauges() const override;
  void read(std::span<GaugeValue> values) noexcept override;

 private:
  Descriptor cpu_pressure_;
  Descriptor memory_pressure_;
  Descriptor vmstat_;
  std::vector<Descriptor> throttles_;  // one of each core
};

}  // namespace mutlua
