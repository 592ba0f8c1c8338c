// SPDX-License-Identifier: MIT
#include "simulated/sensors.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace mutlua {
namespace {

constexpr Seconds kUpdatePeriod{0.001};    // short: a counter that is exact has no edges to correct
constexpr std::int64_t kIdleReason = 0x1;  // nvmlClocksEventReasonGpuIdle
constexpr std::int64_t kThermalReason = 0x20;  // nvmlClocksEventReasonSwThermalSlowdown
constexpr double kMemoryMhz = 7000;

class Package : public EnergySource {
 public:
  Package(Clock& clock, const SimulatedCard& card) : clock_(clock), card_(card) {}
  const std::vector<DomainInfo>& domains() const override { return domains_; }
  void read(std::span<Reading> readings) noexcept override {
    readings[0] = {.raw = static_cast<std::uint64_t>(card_.cpu_joules() * 1e6),
                   .before = clock_.now(),
                   .after = clock_.now(),
                   .error = 0};
  }

 private:
  Clock& clock_;
  const SimulatedCard& card_;
  std::vector<DomainInfo> domains_ = {{.id = "simulated.package-0",
                                       .scope = "package",
                                       .joules_per_unit = 1e-6,
                                       .modulus = {},
                                       .update_period = kUpdatePeriod,
                                       .most_power = {1000},
                                       .evidence = "simulated"}};
};

GpuInfo info_of(const SimulatedFigures& figures) {
  GpuInfo info;
  info.uuid = "GPU-simulated-0";
  info.name = "simulated card";
  info.pci = "00000000:01:00.0";
  info.driver = "simulated";
  info.memory_bytes = static_cast<std::int64_t>(figures.memory_mb * 1e6);
  info.counter = true;
  info.counter_period = kUpdatePeriod;
  info.timing = "simulated";
  info.power_limit = Watts{figures.limit_watts};
  info.default_power_limit = Watts{figures.limit_watts};
  info.persistence = true;
  info.mig = false;
  info.compute_mode = "default";
  return info;
}

class Card : public Gpu {
 public:
  Card(Clock& clock, const SimulatedCard& card, const SimulatedTrainings& trainings)
      : clock_(clock), card_(card), trainings_(trainings), info_(info_of(card.figures())) {
    for (const char* name : {"average_mw", "instant_mw", "temperature_c", "sm_mhz", "memory_mhz",
                             "utilisation_pct", "memory_used_bytes"})
      gauges_.push_back({.column = std::string("gpu0.") + name});
    gauges_.push_back({.column = "gpu0.clock_reasons", .kind = GaugeInfo::Kind::bits});
  }

  const GpuInfo& info() const override { return info_; }

  Reading read_counter() noexcept override {
    return {.raw = static_cast<std::uint64_t>(card_.gpu_joules() * 1e3),
            .before = clock_.now(),
            .after = clock_.now(),
            .error = 0};
  }

  int read_samples(std::int64_t, std::span<PowerSample>) noexcept override { return -1; }

  int read_processes(std::span<GpuProcess> processes) noexcept override {
    const std::vector<GpuProcess> all = trainings_.on_card();
    const std::size_t count = std::min(all.size(), processes.size());
    std::copy_n(all.begin(), count, processes.begin());
    return static_cast<int>(all.size());
  }

  HeldDown read_held_down() noexcept override {
    return {.power_ns = 0,
            .thermal_ns = static_cast<std::int64_t>(card_.throttled_for().count() * 1e9)};
  }

  const std::vector<GaugeInfo>& gauges() const override { return gauges_; }

  void read(std::span<GaugeValue> values) noexcept override {
    const SimulatedLoad& load = card_.load();
    const SimulatedFigures& figures = card_.figures();
    const bool works = load.trainings > 0;
    const double held = card_.throttled() ? figures.throttled_speed : 1;
    const double mhz = works ? figures.full_mhz * held : figures.idle_mhz;
    const std::int64_t reasons =
        (works ? 0 : kIdleReason) | (card_.throttled() ? kThermalReason : 0);
    const auto milliwatts = std::llround(card_.watts() * 1e3);
    const std::array<std::int64_t, 8> all = {milliwatts,
                                             milliwatts,
                                             std::llround(card_.celsius()),
                                             std::llround(mhz),
                                             std::llround(kMemoryMhz),
                                             std::llround(100 * std::min(1.0, load.utilisation)),
                                             load.memory_bytes,
                                             reasons};
    std::copy(all.begin(), all.end(), values.begin());
  }

 private:
  Clock& clock_;
  const SimulatedCard& card_;
  const SimulatedTrainings& trainings_;
  GpuInfo info_;
  std::vector<GaugeInfo> gauges_;
};

}  // namespace

Sensors simulated_sensors(Clock& clock, const SimulatedCard& card,
                          const SimulatedTrainings& trainings) {
  Sensors sensors;
  sensors.cpu.push_back(std::make_unique<Package>(clock, card));
  sensors.gpus.push_back(std::make_unique<Card>(clock, card, trainings));
  sensors.facts = {{"simulated", to_json(card.figures())}};
  return sensors;
}

}  // namespace mutlua
