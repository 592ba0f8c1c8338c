// SPDX-License-Identifier: MIT
#include "energy/nvml_processes.h"

#include <algorithm>
#include <cstring>

namespace mutlua {
namespace {

/// Adds to the first `count` processes, or raises the memory of one that is there.
std::size_t merge(const NvmlProcessHead& head, std::span<GpuProcess> processes, std::size_t count) {
  const auto memory =
      head.memory_bytes == kNvmlUnknownMemory ? 0 : static_cast<std::int64_t>(head.memory_bytes);
  const int pid = static_cast<int>(head.pid);
  for (GpuProcess& known : processes.first(count)) {
    if (known.pid != pid) continue;
    known.memory_bytes = std::max(known.memory_bytes, memory);
    return count;
  }
  if (count == processes.size()) return count;
  processes[count] = {pid, memory};
  return count + 1;
}

}  // namespace

std::size_t entry_bytes_written(std::span<const std::byte> buffer, std::size_t count,
                                std::size_t promised) noexcept {
  std::size_t written = buffer.size();
  while (written > 0 && buffer[written - 1] == kUnwritten) --written;
  for (const std::size_t bytes : {16u, 24u, 32u}) {
    // The last bytes written may by chance look unwritten, but not eight of them.
    if (written > count * bytes - 8 && written <= count * bytes) return bytes;
  }
  return promised;
}

NvmlProcesses::Filled NvmlProcesses::fill(const NvmlFunctions::ProcessList& list,
                                          NvmlDevice device) noexcept {
  if (list.read == nullptr) return {.supported = false};
  buffer_.fill(kUnwritten);
  unsigned count = kMostEntries;
  const NvmlReturn result = list.read(device, &count, buffer_.data());
  if (result == kNvmlNotFound) return {};
  if (result == kNvmlNotSupported || result == kNvmlFunctionNotFound) return {.supported = false};
  if (result != kNvmlSuccess || count > kMostEntries) return {.count = -1};
  if (count == 0) return {};
  return {static_cast<int>(count), entry_bytes_written(buffer_, count, list.entry_bytes)};
}

int NvmlProcesses::read(const NvmlFunctions& functions, NvmlDevice device,
                        std::span<GpuProcess> processes) noexcept {
  std::size_t known = 0;
  bool answered = false;
  for (const auto& list : functions.processes) {
    const Filled filled = fill(list, device);
    if (filled.count < 0) return -1;
    answered = answered || filled.supported;
    for (std::size_t i = 0; i < static_cast<std::size_t>(filled.count); ++i) {
      NvmlProcessHead head;
      std::memcpy(&head, buffer_.data() + i * filled.entry_bytes, sizeof head);
      known = merge(head, processes, known);
    }
  }
  return answered ? static_cast<int>(known) : -1;
}

}  // namespace mutlua
