// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <memory>
#include <vector>

#include "energy/gpu.h"
#include "energy/nvml_api.h"
#include "energy/nvml_processes.h"
#include "system/clock.h"

namespace mutlua {

/// Which of several ways to a reading this device answers; found out once.
struct NvmlWays {
  std::uint32_t scope = kNvmlScopeGpu;  ///< of the power fields
  bool memory_v2 = false;
  bool held_down_fields = false;  ///< fields 74 and 75; else the older call
};

/// One GPU read through NVML.
///
/// What the readings mean, as measured on an H200 with driver 580.159.04: the counter steps every
/// 100 ms and costs 4 ms of CPU time; samples come every 20 ms from a ring of 2.4 s; average_mw is
/// the mean of the last second, renewed every 100 ms; instant_mw one look of some 25 ms in each
/// 100 ms, which must not be integrated.
class NvmlGpu : public Gpu {
 public:
  /// `info` and `ways` come from probe_nvml_gpu() of the same device.
  NvmlGpu(Clock& clock, std::shared_ptr<const NvmlApi> api, NvmlDevice device, GpuInfo info,
          const NvmlWays& ways);

  const GpuInfo& info() const override { return info_; }
  const std::vector<GaugeInfo>& gauges() const override { return gauges_; }

  /// A counter that is 0 has not counted yet or never will: ENODATA, not a reading.
  Reading read_counter() noexcept override;
  int read_samples(std::int64_t after_wall_us, std::span<PowerSample> samples) noexcept override;
  int read_processes(std::span<GpuProcess> processes) noexcept override;
  HeldDown read_held_down() noexcept override;
  void read(std::span<GaugeValue> values) noexcept override;

 private:
  void read_power(GaugeValue& average, GaugeValue& instant) noexcept;
  GaugeValue read_clock(int clock) noexcept;
  GaugeValue read_memory_used() noexcept;
  std::optional<std::int64_t> held_down_by(int policy) noexcept;

  Clock& clock_;
  std::shared_ptr<const NvmlApi> api_;
  const NvmlFunctions& nvml_;
  NvmlDevice device_;
  GpuInfo info_;
  NvmlWays ways_;
  std::vector<GaugeInfo> gauges_;
  std::vector<NvmlSample> ring_;
  NvmlProcesses processes_;
};

}  // namespace mutlua
