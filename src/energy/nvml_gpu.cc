// SPDX-License-Identifier: MIT
#include "energy/nvml_gpu.h"

#include <algorithm>
#include <cerrno>
#include <utility>

#include "energy/nvml_values.h"

namespace mutlua {
namespace {

constexpr std::size_t kLargestRing = 1024;  // the H200 keeps 120

std::vector<GaugeInfo> gauges_of(int index) {
  using Kind = GaugeInfo::Kind;
  const std::string gpu = "gpu" + std::to_string(index) + ".";
  return {{gpu + "average_mw", Kind::level},        {gpu + "instant_mw", Kind::level},
          {gpu + "temperature_c", Kind::level},     {gpu + "sm_mhz", Kind::level},
          {gpu + "memory_mhz", Kind::level},        {gpu + "utilisation_pct", Kind::level},
          {gpu + "memory_used_bytes", Kind::level}, {gpu + "clock_reasons", Kind::bits}};
}

/// Polled fast, some drivers give 0 W for a GPU that is on: that is no reading.
GaugeValue power_or_absent(GaugeValue milliwatts) noexcept {
  return milliwatts && *milliwatts > 0 ? milliwatts : std::nullopt;
}

}  // namespace

NvmlGpu::NvmlGpu(Clock& clock, std::shared_ptr<const NvmlApi> api, NvmlDevice device, GpuInfo info,
                 const NvmlWays& ways)
    : clock_(clock),
      api_(std::move(api)),
      nvml_(api_->functions()),
      device_(device),
      info_(std::move(info)),
      ways_(ways),
      gauges_(gauges_of(info_.index)),
      ring_(kLargestRing) {}

Reading NvmlGpu::read_counter() noexcept {
  Reading reading;
  reading.before = reading.after = clock_.now();
  reading.error = ENOTSUP;
  if (!info_.counter) return reading;
  unsigned long long millijoules = 0;
  const NvmlReturn result = nvml_.energy(device_, &millijoules);
  reading.after = clock_.now();
  reading.error = errno_of(result);
  if (reading.error == 0 && millijoules == 0) reading.error = ENODATA;
  if (reading.error == 0) reading.raw = millijoules;
  return reading;
}

int NvmlGpu::read_samples(std::int64_t after_wall_us, std::span<PowerSample> samples) noexcept {
  if (!info_.samples) return -1;
  const std::int64_t after = std::max<std::int64_t>(after_wall_us, 0);
  unsigned count = kLargestRing;
  std::int32_t type = kNvmlUnsigned;
  // Microseconds: a number in seconds would let everything pass.
  const NvmlReturn result =
      nvml_.samples(device_, kNvmlTotalPowerSamples, static_cast<unsigned long long>(after), &type,
                    &count, ring_.data());
  if (result == kNvmlNotFound || result == kNvmlNoData) return 0;  // idle: nothing newer
  if (result != kNvmlSuccess || count > kLargestRing) return -1;
  const auto ring = std::span(ring_).first(count);
  std::sort(ring.begin(), ring.end(), [](const NvmlSample& a, const NvmlSample& b) {
    return a.timestamp_us < b.timestamp_us;
  });
  std::size_t kept = 0;
  for (const NvmlSample& sample : ring) {
    const auto stamp =
        whole_number(kNvmlUnsignedLongLong, {.as_unsigned_long = sample.timestamp_us});
    const auto milliwatts = power_or_absent(whole_number(type, sample.value));
    if (!stamp || *stamp <= after || !milliwatts) continue;
    if (kept == samples.size()) break;
    samples[kept++] = {*stamp, *milliwatts};
  }
  return static_cast<int>(kept);
}

int NvmlGpu::read_processes(std::span<GpuProcess> processes) noexcept {
  return processes_.read(nvml_, device_, processes);
}

HeldDown NvmlGpu::read_held_down() noexcept {
  if (!ways_.held_down_fields) {
    return {held_down_by(kNvmlPolicyPower), held_down_by(kNvmlPolicyThermal)};
  }
  std::array fields = {asked_field(kNvmlFieldHeldDownByPower, kNvmlScopeGpu),
                       asked_field(kNvmlFieldHeldDownByThermal, kNvmlScopeGpu)};
  if (nvml_.fields(device_, fields.size(), fields.data()) != kNvmlSuccess) return {};
  return {value_of(fields[0]), value_of(fields[1])};
}

std::optional<std::int64_t> NvmlGpu::held_down_by(int policy) noexcept {
  NvmlViolation violation;
  if (nvml_.violation == nullptr) return std::nullopt;
  if (nvml_.violation(device_, policy, &violation) != kNvmlSuccess) return std::nullopt;
  return static_cast<std::int64_t>(violation.held_down_ns);
}

void NvmlGpu::read(std::span<GaugeValue> values) noexcept {
  std::fill(values.begin(), values.end(), std::nullopt);
  read_power(values[0], values[1]);
  unsigned celsius = 0;
  if (nvml_.temperature != nullptr &&
      nvml_.temperature(device_, kNvmlDieTemperature, &celsius) == kNvmlSuccess) {
    values[2] = celsius;
  }
  values[3] = read_clock(kNvmlClockSm);
  values[4] = read_clock(kNvmlClockMemory);
  NvmlUtilisation utilisation;
  if (nvml_.utilisation != nullptr && nvml_.utilisation(device_, &utilisation) == kNvmlSuccess) {
    values[5] = utilisation.gpu_pct;
  }
  values[6] = read_memory_used();
  unsigned long long reasons = 0;
  if (nvml_.clock_reasons != nullptr && nvml_.clock_reasons(device_, &reasons) == kNvmlSuccess) {
    values[7] = static_cast<std::int64_t>(reasons);
  }
}

void NvmlGpu::read_power(GaugeValue& average, GaugeValue& instant) noexcept {
  std::array fields = {asked_field(kNvmlFieldPowerAverage, ways_.scope),
                       asked_field(kNvmlFieldPowerInstant, ways_.scope)};
  if (nvml_.fields != nullptr &&
      nvml_.fields(device_, fields.size(), fields.data()) == kNvmlSuccess) {
    average = power_or_absent(value_of(fields[0]));
    instant = power_or_absent(value_of(fields[1]));
  }
  // What this call gives for a superchip is not said to be the module's.
  if (average || nvml_.power == nullptr || ways_.scope != kNvmlScopeGpu) return;
  unsigned milliwatts = 0;
  if (nvml_.power(device_, &milliwatts) == kNvmlSuccess) average = power_or_absent(milliwatts);
}

GaugeValue NvmlGpu::read_clock(int clock) noexcept {
  unsigned megahertz = 0;
  if (nvml_.clock == nullptr || nvml_.clock(device_, clock, &megahertz) != kNvmlSuccess) return {};
  return megahertz;
}

GaugeValue NvmlGpu::read_memory_used() noexcept {
  if (ways_.memory_v2) {
    NvmlMemoryV2 memory;
    if (nvml_.memory_v2(device_, &memory) != kNvmlSuccess) return {};
    return static_cast<std::int64_t>(memory.used);
  }
  NvmlMemory memory;
  if (nvml_.memory == nullptr || nvml_.memory(device_, &memory) != kNvmlSuccess) return {};
  return static_cast<std::int64_t>(memory.used);
}

}  // namespace mutlua
