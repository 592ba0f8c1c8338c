// SPDX-License-Identifier: MIT
// NVML's functions that say what is there and how it is set.
#include <cstdio>
#include <cstring>

#include "fake_nvml/exports.h"
#include "fake_nvml/fake_nvml.h"
#include "fake_nvml/world.h"

using namespace mutlua;

namespace {

NvmlReturn write_text(const std::string& text, char* buffer, unsigned size) {
  if (text.size() >= size) return kNvmlInsufficientSize;
  std::memcpy(buffer, text.c_str(), text.size() + 1);
  return kNvmlSuccess;
}

template <typename Value, typename Target>
NvmlReturn write_setting(const std::optional<Value>& value, Target* target) {
  if (!value) return kNvmlNotSupported;
  *target = static_cast<Target>(*value);
  return kNvmlSuccess;
}

std::optional<double> milliwatts(std::optional<double> watts) {
  if (watts) *watts *= 1e3;
  return watts;
}

}  // namespace

std::int64_t fake_nvml_time_ns() { return fake_world().now_ns(); }
void fake_nvml_set_time_ns(std::int64_t time_ns) { fake_world().set_time_ns(time_ns); }
void fake_nvml_advance_ns(std::int64_t by_ns) { fake_world().advance_ns(by_ns); }
std::int64_t fake_nvml_wall_ns() { return fake_world().wall_ns_at(fake_world().now_ns()); }
void fake_nvml_step_wall_ns(std::int64_t by_ns) { fake_world().step_wall_ns(by_ns); }
std::int64_t fake_nvml_start_ns() { return fake_world().start_ns(); }
std::int64_t fake_nvml_calls(const char* function) { return fake_world().calls(function); }

double fake_nvml_true_joules(int device, std::int64_t from_ns, std::int64_t to_ns) {
  const FakeWorld& world = fake_world();
  const Power& power = world.scenario().devices.at(static_cast<std::size_t>(device)).power;
  return power.integral(world.seconds_at(to_ns)) - power.integral(world.seconds_at(from_ns));
}

NvmlReturn nvmlInit_v2() { return fake_world().init(); }
NvmlReturn nvmlShutdown() { return fake_world().shutdown(); }

const char* nvmlErrorString(NvmlReturn result) {
  switch (static_cast<int>(result)) {
    case 0:
      return "Success";
    case kNvmlNotSupported:
      return "Not Supported";
    case kNvmlNoPermission:
      return "Insufficient Permissions";
    case kNvmlNotFound:
      return "Not Found";
    case kNvmlDriverNotLoaded:
      return "Driver Not Loaded";
    case kNvmlLibraryNotFound:  // the stub of the CUDA toolkit is loaded
      return "libnvidia-ml.so in GDK package is a stub library";
    case kNvmlGpuIsLost:
      return "GPU is lost";
    case kNvmlLibraryMismatch:
      return "Driver/library version mismatch";
    default:
      return "Unknown Error";
  }
}

NvmlReturn nvmlSystemGetDriverVersion(char* text, unsigned size) {
  return fake_world().call(__func__,
                           [&] { return write_text(fake_world().scenario().driver, text, size); });
}
NvmlReturn nvmlSystemGetNVMLVersion(char* text, unsigned size) {
  return fake_world().call(
      __func__, [&] { return write_text("12." + fake_world().scenario().driver, text, size); });
}
NvmlReturn nvmlDeviceGetCount_v2(unsigned* count) {
  return fake_world().call(__func__, [&] {
    *count = static_cast<unsigned>(fake_world().scenario().devices.size());
    return kNvmlSuccess;
  });
}
NvmlReturn nvmlDeviceGetHandleByIndex_v2(unsigned index, NvmlDevice* device) {
  *device = fake_world().handle_of(index);
  return fake_world().call(__func__, *device,
                           [](const FakeDevice&, double) { return kNvmlSuccess; });
}
NvmlReturn nvmlDeviceGetUUID(NvmlDevice handle, char* text, unsigned size) {
  return fake_world().call(__func__, handle, [&](const FakeDevice& device, double) {
    return write_text(device.uuid, text, size);
  });
}
NvmlReturn nvmlDeviceGetName(NvmlDevice handle, char* text, unsigned size) {
  return fake_world().call(__func__, handle, [&](const FakeDevice& device, double) {
    return write_text(device.name, text, size);
  });
}
NvmlReturn nvmlDeviceGetPciInfo_v3(NvmlDevice handle, NvmlPciInfo* pci) {
  return fake_world().call(__func__, handle, [&](const FakeDevice& device, double) {
    return write_text(device.pci, pci->address, sizeof pci->address);
  });
}
NvmlReturn nvmlDeviceGetArchitecture(NvmlDevice handle, unsigned* architecture) {
  return fake_world().call(__func__, handle, [&](const FakeDevice& device, double) {
    *architecture = device.architecture;
    return kNvmlSuccess;
  });
}
NvmlReturn nvmlDeviceGetPersistenceMode(NvmlDevice handle, int* mode) {
  return fake_world().call(__func__, handle, [&](const FakeDevice& device, double) {
    return write_setting(device.persistence, mode);
  });
}
NvmlReturn nvmlDeviceGetMigMode(NvmlDevice handle, unsigned* now, unsigned* after_reset) {
  return fake_world().call(__func__, handle, [&](const FakeDevice& device, double) {
    write_setting(device.mig, after_reset);
    return write_setting(device.mig, now);
  });
}
NvmlReturn nvmlDeviceGetComputeMode(NvmlDevice handle, int* mode) {
  return fake_world().call(__func__, handle, [&](const FakeDevice& device, double) {
    return write_setting(device.compute_mode, mode);
  });
}
NvmlReturn nvmlDeviceGetEnforcedPowerLimit(NvmlDevice handle, unsigned* limit) {
  return fake_world().call(__func__, handle, [&](const FakeDevice& device, double) {
    return write_setting(milliwatts(device.power_limit), limit);
  });
}
NvmlReturn nvmlDeviceGetPowerManagementDefaultLimit(NvmlDevice handle, unsigned* limit) {
  return fake_world().call(__func__, handle, [&](const FakeDevice& device, double) {
    return write_setting(milliwatts(device.default_power_limit), limit);
  });
}
NvmlReturn nvmlDeviceGetMaxClockInfo(NvmlDevice handle, int, unsigned* megahertz) {
  return fake_world().call(__func__, handle, [&](const FakeDevice&, double) {
    *megahertz = 1980;
    return kNvmlSuccess;
  });
}
