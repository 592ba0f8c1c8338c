// SPDX-License-Identifier: MIT
// NVML's lists of processes, whose entries have a size of their own in each version.
#include <cstring>

#include "fake_nvml/exports.h"
#include "fake_nvml/world.h"

using namespace mutlua;

namespace {

using Kind = FakeProcess::Kind;

constexpr std::size_t kLargestEntry = 32;

void write_entry(const FakeProcess& process, std::size_t bytes, void* entries, std::size_t number) {
  unsigned char entry[kLargestEntry];
  std::memset(entry, 0xFF, sizeof entry);  // no instance of a divided GPU
  std::memcpy(entry, &process.pid, sizeof process.pid);
  std::memcpy(entry + 8, &process.memory_bytes, sizeof process.memory_bytes);
  std::memcpy(static_cast<unsigned char*>(entries) + number * bytes, entry, bytes);
}

NvmlReturn list(const char* function, NvmlDevice handle, Kind kind, std::size_t bytes,
                unsigned* count, void* entries) {
  return fake_world().call(function, handle, [&](const FakeDevice& device, double seconds) {
    const std::size_t entry_bytes = bytes == 0 ? device.entry_bytes_v3 : bytes;
    unsigned found = 0;
    for (const FakeProcess& process : device.processes) {
      if (process.kind != kind || seconds < process.from || seconds >= process.until) continue;
      if (found < *count) write_entry(process, entry_bytes, entries, found);
      ++found;
    }
    const bool fits = found <= *count;
    *count = found;
    return fits ? kNvmlSuccess : kNvmlInsufficientSize;
  });
}

}  // namespace

NvmlReturn nvmlDeviceGetComputeRunningProcesses(NvmlDevice device, unsigned* count, void* entries) {
  return list(__func__, device, Kind::compute, 16, count, entries);
}
NvmlReturn nvmlDeviceGetComputeRunningProcesses_v2(NvmlDevice device, unsigned* count,
                                                   void* entries) {
  return list(__func__, device, Kind::compute, 24, count, entries);
}
NvmlReturn nvmlDeviceGetComputeRunningProcesses_v3(NvmlDevice device, unsigned* count,
                                                   void* entries) {
  return list(__func__, device, Kind::compute, 0, count, entries);
}
NvmlReturn nvmlDeviceGetGraphicsRunningProcesses(NvmlDevice device, unsigned* count,
                                                 void* entries) {
  return list(__func__, device, Kind::graphics, 16, count, entries);
}
NvmlReturn nvmlDeviceGetGraphicsRunningProcesses_v2(NvmlDevice device, unsigned* count,
                                                    void* entries) {
  return list(__func__, device, Kind::graphics, 24, count, entries);
}
NvmlReturn nvmlDeviceGetGraphicsRunningProcesses_v3(NvmlDevice device, unsigned* count,
                                                    void* entries) {
  return list(__func__, device, Kind::graphics, 0, count, entries);
}
NvmlReturn nvmlDeviceGetMPSComputeRunningProcesses(NvmlDevice device, unsigned* count,
                                                   void* entries) {
  return list(__func__, device, Kind::mps, 16, count, entries);
}
NvmlReturn nvmlDeviceGetMPSComputeRunningProcesses_v2(NvmlDevice device, unsigned* count,
                                                      void* entries) {
  return list(__func__, device, Kind::mps, 24, count, entries);
}
NvmlReturn nvmlDeviceGetMPSComputeRunningProcesses_v3(NvmlDevice device, unsigned* count,
                                                      void* entries) {
  return list(__func__, device, Kind::mps, 0, count, entries);
}
