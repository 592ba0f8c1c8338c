// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <span>

#include "energy/gpu.h"
#include "energy/nvml_api.h"

namespace mutlua {

/// Reads the lists of the processes that have a GPU open. One per thread; does not allocate.
class NvmlProcesses {
 public:
  /// Compute, graphics and MPS clients, each pid once, with the most memory that a list gave it.
  /// Gives how many there are, at most processes.size(); -1 if a list could not be read.
  int read(const NvmlFunctions& functions, NvmlDevice device,
           std::span<GpuProcess> processes) noexcept;

 private:
  static constexpr std::size_t kMostEntries = 512;
  static constexpr std::size_t kLargestEntry = 32;

  /// How many entries a list has, and how large the driver made them.
  struct Filled {
    int count = 0;  ///< -1: could not be read
    std::size_t entry_bytes = 0;
    bool supported = true;
  };
  Filled fill(const NvmlFunctions::ProcessList& list, NvmlDevice device) noexcept;

  alignas(8) std::array<std::byte, kMostEntries * kLargestEntry> buffer_;
};

/// The size of an entry, from how far the driver wrote into a buffer that was filled with
/// `kUnwritten`; `promised` if that tells nothing. The size behind one name has changed between
/// drivers (github.com/XuehaiPan/nvitop/pull/79), and with the wrong one the second process is
/// garbage.
constexpr std::byte kUnwritten{0xA5};
std::size_t entry_bytes_written(std::span<const std::byte> buffer, std::size_t count,
                                std::size_t promised) noexcept;

}  // namespace mutlua
