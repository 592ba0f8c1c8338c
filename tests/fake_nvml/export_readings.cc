// SPDX-License-Identifier: MIT
// NVML's functions that read sensors.
#include <algorithm>
#include <array>
#include <cmath>

#include "fake_nvml/exports.h"
#include "fake_nvml/world.h"

using namespace mutlua;

namespace {

/// A number in the union, as the type that the scenario gives power in.
NvmlValue value_as(int type, double number) {
  NvmlValue value{};
  switch (type) {
    case kNvmlDouble:
      value.as_double = number;
      break;
    case kNvmlUnsignedLong:
    case kNvmlUnsignedLongLong:
      value.as_unsigned_long = static_cast<std::uint64_t>(std::llround(number));
      break;
    case kNvmlSignedLongLong:
      value.as_signed_long = std::llround(number);
      break;
    default:
      value.as_unsigned = static_cast<std::uint32_t>(std::llround(number));
  }
  return value;
}

NvmlReturn write_number(const Curve& curve, double seconds, unsigned* number) {
  *number = static_cast<unsigned>(std::llround(curve.at(seconds)));
  return kNvmlSuccess;
}

void answer_power(const FakeDevice& device, const std::optional<Sensor>& sensor, double seconds,
                  NvmlFieldValue& field) {
  const auto& scopes = device.scopes;
  if (!sensor || std::find(scopes.begin(), scopes.end(), field.scope) == scopes.end()) return;
  field.result = kNvmlSuccess;
  field.value_type = device.value_type;
  field.value = value_as(device.value_type, sensor_mw(device, *sensor, seconds));
}

void answer_held_down(const Curve& fraction, double seconds, NvmlFieldValue& field) {
  field.result = kNvmlSuccess;
  field.value_type = kNvmlUnsignedLongLong;
  field.value.as_unsigned_long = held_down_ns(fraction, seconds);
}

void answer(const FakeDevice& device, double seconds, NvmlFieldValue& field) {
  field.result = kNvmlNotSupported;
  field.value.as_unsigned_long = ~std::uint64_t{0};  // what a field holds that failed is no value
  if (const int error = fake_world().error_of_field(device, field.field); error != 0) {
    field.result = error;
    return;
  }
  switch (field.field) {
    case kNvmlFieldHeldDownByPower:
      return answer_held_down(device.held_down_by_power, seconds, field);
    case kNvmlFieldHeldDownByThermal:
      return answer_held_down(device.held_down_by_thermal, seconds, field);
    case kNvmlFieldPowerAverage:
      return answer_power(device, device.average, seconds, field);
    case kNvmlFieldPowerInstant:
      return answer_power(device, device.instant, seconds, field);
    default:
      return;
  }
}

}  // namespace

NvmlReturn nvmlDeviceGetTotalEnergyConsumption(NvmlDevice handle, unsigned long long* millijoules) {
  return fake_world().call(__func__, handle, [&](const FakeDevice& device, double seconds) {
    if (!device.counter) return kNvmlNotSupported;
    *millijoules = counter_mj(device, seconds);
    return kNvmlSuccess;
  });
}

NvmlReturn nvmlDeviceGetSamples(NvmlDevice handle, int kind, unsigned long long last_seen_us,
                                std::int32_t* type, unsigned* count, NvmlSample* samples) {
  return fake_world().call(__func__, handle, [&](const FakeDevice& device, double seconds) {
    if (kind != kNvmlTotalPowerSamples || !device.samples) return kNvmlNotSupported;
    std::array<RingSample, 1024> ring;
    const std::size_t kept = ring_samples(device, seconds, ring.data(), ring.size());
    unsigned written = 0;
    for (std::size_t i = 0; i < kept && written < *count; ++i) {
      const auto wall_ns = fake_world().wall_ns_at(fake_world().time_ns_at(ring[i].at));
      const auto stamp_us = static_cast<std::uint64_t>(wall_ns / 1000);
      if (stamp_us <= last_seen_us) continue;
      samples[written++] = {stamp_us, value_as(device.value_type, ring[i].milliwatts)};
    }
    *type = device.value_type;
    *count = written;
    return written > 0 ? kNvmlSuccess : kNvmlNotFound;
  });
}

NvmlReturn nvmlDeviceGetFieldValues(NvmlDevice handle, int count, NvmlFieldValue* fields) {
  return fake_world().call(__func__, handle, [&](const FakeDevice& device, double seconds) {
    for (int i = 0; i < count; ++i) answer(device, seconds, fields[i]);
    return kNvmlSuccess;
  });
}

NvmlReturn nvmlDeviceGetPowerUsage(NvmlDevice handle, unsigned* milliwatts) {
  return fake_world().call(__func__, handle, [&](const FakeDevice& device, double seconds) {
    if (!device.average) return kNvmlNotSupported;
    *milliwatts = static_cast<unsigned>(std::llround(sensor_mw(device, *device.average, seconds)));
    return kNvmlSuccess;
  });
}

NvmlReturn nvmlDeviceGetTemperature(NvmlDevice handle, int, unsigned* celsius) {
  return fake_world().call(__func__, handle, [&](const FakeDevice& device, double seconds) {
    return write_number(device.temperature_c, seconds, celsius);
  });
}

NvmlReturn nvmlDeviceGetClockInfo(NvmlDevice handle, int clock, unsigned* megahertz) {
  return fake_world().call(__func__, handle, [&](const FakeDevice& device, double seconds) {
    const bool memory = clock == kNvmlClockMemory;
    return write_number(memory ? device.memory_mhz : device.sm_mhz, seconds, megahertz);
  });
}

NvmlReturn nvmlDeviceGetUtilizationRates(NvmlDevice handle, NvmlUtilisation* utilisation) {
  return fake_world().call(__func__, handle, [&](const FakeDevice& device, double seconds) {
    return write_number(device.utilisation_pct, seconds, &utilisation->gpu_pct);
  });
}

NvmlReturn nvmlDeviceGetMemoryInfo(NvmlDevice handle, NvmlMemory* memory) {
  return fake_world().call(__func__, handle, [&](const FakeDevice& device, double seconds) {
    const auto used = static_cast<std::uint64_t>(device.memory_used_bytes.at(seconds));
    *memory = {device.memory_bytes, device.memory_bytes - used, used};
    return kNvmlSuccess;
  });
}

NvmlReturn nvmlDeviceGetMemoryInfo_v2(NvmlDevice handle, NvmlMemoryV2* memory) {
  return fake_world().call(__func__, handle, [&](const FakeDevice& device, double seconds) {
    if (memory->version != NvmlMemoryV2{}.version) return NvmlReturn{25};  // another layout
    const auto used = static_cast<std::uint64_t>(device.memory_used_bytes.at(seconds));
    *memory = {memory->version, device.memory_bytes, 0, device.memory_bytes - used, used};
    return kNvmlSuccess;
  });
}

NvmlReturn nvmlDeviceGetCurrentClocksEventReasons(NvmlDevice handle, unsigned long long* reasons) {
  return fake_world().call(__func__, handle, [&](const FakeDevice& device, double seconds) {
    *reasons = static_cast<unsigned long long>(device.clock_reasons.at(seconds));
    return kNvmlSuccess;
  });
}

NvmlReturn nvmlDeviceGetCurrentClocksThrottleReasons(NvmlDevice handle,
                                                     unsigned long long* reasons) {
  return nvmlDeviceGetCurrentClocksEventReasons(handle, reasons);
}

NvmlReturn nvmlDeviceGetViolationStatus(NvmlDevice handle, int policy, NvmlViolation* violation) {
  return fake_world().call(__func__, handle, [&](const FakeDevice& device, double seconds) {
    const bool thermal = policy == kNvmlPolicyThermal;
    const Curve& fraction = thermal ? device.held_down_by_thermal : device.held_down_by_power;
    violation->held_down_ns = held_down_ns(fraction, seconds);
    return kNvmlSuccess;
  });
}
