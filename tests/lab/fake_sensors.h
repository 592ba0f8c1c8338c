// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <memory>
#include <string>
#include <vector>

#include "energy/sensors.h"
#include "system/clock.h"

namespace mutlua {

/// What a fake machine is like at this moment; tests change it.
struct FakeMachine {
  double cpu_watts = 20;
  double gpu_watts = 60;
  std::int64_t temperature = 40;
  std::int64_t sm_mhz = 345;
  GaugeValue utilisation = 0;  ///< absent: the driver does not tell it
  std::int64_t memory_used = 0;
  std::vector<GpuProcess> processes;
  bool counters = true;
};

/// A counter that grows with a power.
class FakeCounter {
 public:
  std::uint64_t read(Instant now, double units_per_second) {
    if (last_) units_ += (now - *last_).count() * units_per_second;
    last_ = now;
    return static_cast<std::uint64_t>(units_);
  }

 private:
  double units_ = 0;
  std::optional<Instant> last_;
};

class FakeCpu : public EnergySource {
 public:
  FakeCpu(Clock& clock, const FakeMachine& machine) : clock_(clock), machine_(machine) {}
  const std::vector<DomainInfo>& domains() const override { return domains_; }
  void read(std::span<Reading> readings) noexcept override {
    const Instant now = clock_.now();
    readings[0] = {.raw = counter_.read(now, machine_.cpu_watts * 1e6),
                   .before = now,
                   .after = now,
                   .error = machine_.counters ? 0 : 5};
  }

 private:
  Clock& clock_;
  const FakeMachine& machine_;
  FakeCounter counter_;
  std::vector<DomainInfo> domains_ = {{.id = "fake.package-0",
                                       .scope = "package",
                                       .joules_per_unit = 1e-6,
                                       .modulus = {},
                                       .update_period = Seconds(0.001),
                                       .most_power = {1000},
                                       .evidence = "measured"}};
};

class FakeGpu : public Gpu {
 public:
  FakeGpu(Clock& clock, const FakeMachine& machine, int index = 0)
      : clock_(clock), machine_(machine) {
    info_.index = index;
    info_.uuid = "GPU-" + std::to_string(index) + "000";
    info_.name = "Fake";
    info_.counter = true;
    const std::string prefix = "gpu" + std::to_string(index) + ".";
    for (const char* name : {"average_mw", "instant_mw", "temperature_c", "sm_mhz", "memory_mhz",
                             "utilisation_pct", "memory_used_bytes"})
      gauges_.push_back({.column = prefix + name});
    gauges_.push_back({.column = prefix + "clock_reasons", .kind = GaugeInfo::Kind::bits});
  }
  const GpuInfo& info() const override { return info_; }
  Reading read_counter() noexcept override {
    const Instant now = clock_.now();
    return {.raw = counter_.read(now, machine_.gpu_watts * 1000),
            .before = now,
            .after = now,
            .error = machine_.counters ? 0 : 5};
  }
  int read_samples(std::int64_t, std::span<PowerSample>) noexcept override { return -1; }
  int read_processes(std::span<GpuProcess> processes) noexcept override {
    std::copy(machine_.processes.begin(), machine_.processes.end(), processes.begin());
    return static_cast<int>(machine_.processes.size());
  }
  HeldDown read_held_down() noexcept override { return {}; }
  const std::vector<GaugeInfo>& gauges() const override { return gauges_; }
  void read(std::span<GaugeValue> values) noexcept override {
    const auto milliwatts = static_cast<std::int64_t>(machine_.gpu_watts * 1000);
    const std::array<GaugeValue, 8> all = {milliwatts,           milliwatts, machine_.temperature,
                                           machine_.sm_mhz,      1000,       machine_.utilisation,
                                           machine_.memory_used, 0};
    std::copy(all.begin(), all.end(), values.begin());
  }

 private:
  Clock& clock_;
  const FakeMachine& machine_;
  GpuInfo info_;
  FakeCounter counter_;
  std::vector<GaugeInfo> gauges_;
};

inline Sensors fake_sensors(Clock& clock, const FakeMachine& machine, int gpus = 1) {
  Sensors sensors;
  sensors.cpu.push_back(std::make_unique<FakeCpu>(clock, machine));
  for (int i = 0; i < gpus; ++i)
    sensors.gpus.push_back(std::make_unique<FakeGpu>(clock, machine, i));
  if (gpus == 0) sensors.unavailable.gpu = "no NVIDIA driver";
  return sensors;
}

}  // namespace mutlua
