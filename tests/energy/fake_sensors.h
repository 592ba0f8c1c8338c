// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "energy/measurement.h"
#include "energy/sensors.h"
#include "system/clock.h"

namespace mutlua {

/// Time that moves only when somebody moves it.
class HandClock : public Clock {
 public:
  Instant now() override { return now_; }
  WallTime wall_now() override { return {now_.since_boot + wall_offset}; }
  void advance(Seconds span) { now_ = now_ + span; }
  void advance_to(Instant instant) { now_ = std::max(now_, instant); }

  Nanoseconds wall_offset = std::chrono::hours(24 * 365 * 50);

 private:
  Instant now_{std::chrono::seconds(1000)};
};

/// The power that something truly draws: constant between changes, and its exact integral.
class TruePower {
 public:
  explicit TruePower(double watts) : steps_{{0, watts}} {}

  /// From this second on. Seconds must not decrease.
  void set(double second, double watts) { steps_.emplace_back(second, watts); }

  double joules(double from, double to) const {
    double sum = 0;
    for (std::size_t i = 0; i < steps_.size(); ++i) {
      const double begin = std::max(from, steps_[i].first);
      const double end = i + 1 < steps_.size() ? std::min(to, steps_[i + 1].first) : to;
      if (end > begin) sum += (end - begin) * steps_[i].second;
    }
    return sum;
  }
  double mean(double from, double to) const { return joules(from, to) / (to - from); }

 private:
  std::vector<std::pair<double, double>> steps_;
};

inline double seconds_of(Instant instant) { return Seconds(instant.since_boot).count(); }

/// A GPU as the measured ones behave: a counter in steps of 0.1 s, samples every 20 ms in a ring of
/// 2.4 s, a running average over 1 s. Reading the counter takes time.
class FakeGpu : public Gpu {
 public:
  struct Behaviour {
    double idle_watts = 120;
    double counter_phase = 0;
    double sample_phase = 0;
    double average_phase = 0;
    Seconds counter_cost{0.0035};
    double lost_samples = 0;    ///< fraction
    double sample_look = 0.02;  ///< seconds of which a sample is the mean; less: it can alias
    double average_width = 1;   ///< seconds of which the running average is
    double average_step = 0.1;  ///< seconds after which it is a new one
    std::uint64_t seed = 1;
  };

  FakeGpu(HandClock& clock, int index, Behaviour behaviour)
      : power(behaviour.idle_watts), clock_(clock), behaviour_(behaviour), random_(behaviour.seed) {
    facts.index = index;
    facts.uuid = "GPU-" + std::to_string(index) + "0000000";
    facts.name = "Fake";
    facts.counter = facts.samples = facts.average = true;
    facts.power_limit = Watts{700};
    const std::string name = "gpu" + std::to_string(index) + ".";
    for (const char* level : {"average_mw", "instant_mw", "temperature_c", "sm_mhz", "memory_mhz",
                              "utilisation_pct", "memory_used_bytes"})
      gauges_.push_back({.column = name + level});
    gauges_.push_back({.column = name + "clock_reasons", .kind = GaugeInfo::Kind::bits});
  }

  const GpuInfo& info() const override { return facts; }
  const std::vector<GaugeInfo>& gauges() const override { return gauges_; }

  Reading read_counter() noexcept override {
    Reading reading;
    reading.before = clock_.now();
    clock_.advance(behaviour_.counter_cost / 2);
    const double tick = last(behaviour_.counter_phase, 0.1);
    reading.raw = counter_offset + static_cast<std::uint64_t>(power.joules(0, tick) * 1e3);
    if (stuck_at) reading.raw = *stuck_at;
    reading.error = counter_error;
    clock_.advance(behaviour_.counter_cost / 2);
    reading.after = clock_.now();
    ++counter_reads;
    return reading;
  }

  int read_samples(std::int64_t after_wall_us, std::span<PowerSample> samples) noexcept override {
    const double now = seconds_of(clock_.now());
    int count = 0;
    const auto newest =
        static_cast<std::int64_t>(std::floor((now - behaviour_.sample_phase) / 0.02));
    for (std::int64_t k = newest - 119; k <= newest; ++k) {
      const double at = behaviour_.sample_phase + static_cast<double>(k) * 0.02;
      const std::int64_t wall =
          static_cast<std::int64_t>(std::llround(at * 1e6)) + clock_.wall_offset.count() / 1000;
      if (wall <= after_wall_us || static_cast<std::size_t>(count) >= samples.size()) continue;
      if (lost(k)) continue;
      const double watts = power.mean(at - behaviour_.sample_look, at);
      samples[static_cast<std::size_t>(count++)] = {.wall_us = wall,
                                                    .milliwatts = std::llround(watts * 1e3)};
    }
    return count;
  }

  int read_processes(std::span<GpuProcess> found) noexcept override {
    const std::size_t count = std::min(found.size(), processes.size());
    std::copy_n(processes.begin(), count, found.begin());
    return static_cast<int>(count);
  }

  HeldDown read_held_down() noexcept override { return held; }

  void read(std::span<GaugeValue> values) noexcept override {
    const double at = last(behaviour_.average_phase, behaviour_.average_step);
    values[0] = std::llround(power.mean(at - behaviour_.average_width, at) * 1e3);
    values[1] = std::llround(power.mean(at - 0.025, at) * 1e3);
    values[2] = temperature;
    values[3] = 1980;
    values[4] = 2619;
    values[5] = utilisation;
    values[6] = memory_used;
    values[7] = clock_reasons;
  }

  /// Now and from now on.
  void draw(double watts) { power.set(seconds_of(clock_.now()), watts); }
  Joules truth(const Window& window) const {
    return Joules{power.joules(seconds_of(window.begin), seconds_of(window.end))};
  }

  GpuInfo facts;
  TruePower power;
  std::uint64_t counter_offset = 1'000'000;
  std::optional<std::uint64_t> stuck_at;
  int counter_error = 0;
  int counter_reads = 0;
  std::vector<GpuProcess> processes;
  HeldDown held;
  std::int64_t temperature = 40;
  std::int64_t utilisation = 0;
  std::int64_t memory_used = 1 << 20;
  std::int64_t clock_reasons = 0;

 private:
  double last(double phase, double period) {
    return phase + std::floor((seconds_of(clock_.now()) - phase) / period) * period;
  }
  bool lost(std::int64_t k) const {
    std::uint64_t x = static_cast<std::uint64_t>(k) * 0x9E3779B97F4A7C15ULL + behaviour_.seed;
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9ULL;
    return static_cast<double>((x ^ (x >> 31)) >> 11) * 0x1.0p-53 < behaviour_.lost_samples;
  }

  HandClock& clock_;
  Behaviour behaviour_;
  std::vector<GaugeInfo> gauges_;
  std::mt19937_64 random_;
};

/// A package counter of 2^32 steps of 2^-14 J that changes every millisecond.
class FakePackage : public EnergySource {
 public:
  explicit FakePackage(HandClock& clock, double watts = 100, std::uint64_t start = 0)
      : power(watts), clock_(clock), start_(start), made_(seconds_of(clock.now())) {
    domains_.push_back({.id = "rapl.fake.package-0",
                        .scope = "package",
                        .joules_per_unit = 0x1.0p-14,
                        .modulus = 1ULL << 32,
                        .update_period = Seconds(0.001)});
  }
  const std::vector<DomainInfo>& domains() const override { return domains_; }
  void read(std::span<Reading> readings) noexcept override {
    const double now = std::floor(seconds_of(clock_.now()) * 1000) / 1000;
    const auto units = static_cast<std::uint64_t>(power.joules(made_, now) * 0x1.0p14);
    readings[0] = {.raw = (start_ + units) % (1ULL << 32),
                   .before = clock_.now(),
                   .after = clock_.now(),
                   .error = error};
  }
  TruePower power;
  int error = 0;

 private:
  HandClock& clock_;
  std::uint64_t start_;
  double made_;
  std::vector<DomainInfo> domains_;
};

/// One machine with fake sensors, measured in virtual time.
struct VirtualMachine {
  HandClock clock;
  Sensors sensors;
  Rates rates;
  std::vector<FakeGpu*> gpus;
  FakePackage* package = nullptr;
  std::unique_ptr<Measurement> measurement;

  FakeGpu& add_gpu(FakeGpu::Behaviour behaviour = {}) {
    auto gpu = std::make_unique<FakeGpu>(clock, static_cast<int>(gpus.size()), behaviour);
    gpus.push_back(gpu.get());
    sensors.gpus.push_back(std::move(gpu));
    return *gpus.back();
  }
  FakePackage& add_package(double watts = 100, std::uint64_t start = 0) {
    auto source = std::make_unique<FakePackage>(clock, watts, start);
    package = source.get();
    sensors.cpu.push_back(std::move(source));
    return *package;
  }
  void begin(const WindowPlan& plan = {}) {
    measurement = std::make_unique<Measurement>(
        clock, [this](Instant until) { clock.advance_to(until); }, sensors, rates, plan);
  }
  void run(Seconds span) {
    const Instant until = clock.now() + span;
    while (measurement->next_due() < until) {
      clock.advance_to(measurement->next_due());
      measurement->run_due();
    }
    clock.advance_to(until);
  }
  void mark(const std::string& label) {
    measurement->mark({.at = clock.now(), .kind = "script", .label = label});
  }
  Window end() { return measurement->end(clock.now()); }
};

}  // namespace mutlua
