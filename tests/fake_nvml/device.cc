// SPDX-License-Identifier: MIT
#include "fake_nvml/device.h"

#include <algorithm>
#include <cmath>

namespace mutlua {
namespace {

constexpr double kMilli = 1e3;  // of one
constexpr double kHeldDownPeriod = 0.1;

/// Whether the driver has lost a sample: the same ones in every run.
bool is_missing(std::int64_t number, double fraction) {
  auto bits = static_cast<std::uint64_t>(number) * 0x9E3779B97F4A7C15u;
  bits ^= bits >> 31;
  bits *= 0xBF58476D1CE4E5B9u;
  bits ^= bits >> 29;
  return static_cast<double>(bits >> 11) * 0x1p-53 < fraction;
}

std::size_t recorded_samples(const Curve& recorded, int length, double seconds, RingSample* samples,
                             std::size_t size) {
  const auto& points = recorded.points();
  const auto end = std::upper_bound(points.begin(), points.end(), seconds,
                                    [](double t, const CurvePoint& p) { return t < p.at; });
  const auto kept = std::min<std::ptrdiff_t>(end - points.begin(), length);
  std::size_t count = 0;
  for (auto point = end - kept; point != end && count < size; ++point) {
    samples[count++] = {point->at, point->value};
  }
  return count;
}

}  // namespace

double Sensor::tick(double seconds) const {
  // A billionth of a period: a clock that stands at a tick must not miss it by rounding.
  return phase + std::floor((seconds - phase) / period + 1e-9) * period;
}

std::uint64_t counter_mj(const FakeDevice& device, double seconds) {
  const EnergyCounter& counter = *device.counter;
  if (counter.always_zero) return 0;
  if (counter.recorded) return static_cast<std::uint64_t>(counter.recorded->at(seconds));
  const double now = std::min(seconds, counter.stuck_from.value_or(seconds));
  const double tick = counter.ticks.tick(now);
  double since = 0;
  double start = counter.start_mj;
  for (const double reset : counter.resets) {
    if (reset > now || reset < since) continue;
    since = reset;
    start = 0;
  }
  if (tick < since) return static_cast<std::uint64_t>(start);
  const double joules = device.power.integral(tick) - device.power.integral(since);
  return static_cast<std::uint64_t>(start + std::floor(joules * counter.gain * kMilli));
}

double sensor_mw(const FakeDevice& device, const Sensor& sensor, double seconds) {
  if (sensor.recorded) return sensor.recorded->at(seconds);
  const double tick = sensor.tick(seconds);
  return device.power.mean(tick - sensor.window, tick) * kMilli;
}

std::uint64_t held_down_ns(const Curve& fraction, double seconds) {
  const Sensor ticks{kHeldDownPeriod, 0, 0, {}};
  return static_cast<std::uint64_t>(std::max(0.0, fraction.integral(ticks.tick(seconds))) * 1e9);
}

std::size_t ring_samples(const FakeDevice& device, double seconds, RingSample* samples,
                         std::size_t size) {
  const SampleRing& ring = *device.samples;
  const Sensor& sensor = ring.sensor;
  if (sensor.recorded) {
    return recorded_samples(*sensor.recorded, ring.length, seconds, samples, size);
  }
  const auto last = std::llround((sensor.tick(seconds) - sensor.phase) / sensor.period);
  std::size_t count = 0;
  for (std::int64_t number = last - ring.length + 1; number <= last && count < size; ++number) {
    if (is_missing(number, ring.missing)) continue;
    const double at = sensor.phase + static_cast<double>(number) * sensor.period;
    samples[count++] = {at, device.power.mean(at - sensor.window, at) * kMilli};
  }
  return count;
}

}  // namespace mutlua
