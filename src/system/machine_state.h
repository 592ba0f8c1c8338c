// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/json.h"
#include "system/clock_offsets.h"
#include "system/kernel_text.h"
#include "system/machine_facts.h"
#include "system/xid_watch.h"

namespace mutlua {

/// What the machine is like at an instant: what decides whether a measurement can be trusted.
/// Absent: the kernel does not tell.
struct MachineState {
  ClockOffsets clocks;
  std::optional<Seconds> uptime;

  std::optional<std::string> governor;  ///< "mixed" where the policies differ
  std::optional<std::string> epp;       ///< energy_performance_preference; "mixed" likewise
  std::optional<bool> turbo;
  std::optional<bool> hypervisor;  ///< this is a virtual machine

  std::optional<CpuTicks> cpu;
  std::optional<Pressure> cpu_pressure;
  std::optional<Pressure> memory_pressure;
  std::optional<Pressure> io_pressure;

  std::optional<std::uint64_t> swap_in_pages;   ///< since boot
  std::optional<std::uint64_t> swap_out_pages;  ///< since boot
  std::optional<std::int64_t> memory_available_bytes;
  std::optional<std::int64_t> disk_free_bytes;     ///< for us, where the results go
  std::optional<std::uint64_t> package_throttles;  ///< since boot, added up over the cores
  std::optional<int> xids;                         ///< since the watch began
};

/// Reads all of it, which takes about a millisecond. `results` need not be there yet: the nearest
/// folder above it counts. Sources: Documentation/admin-guide/pm/{cpufreq,intel_pstate}.rst, Linux,
/// and those of kernel_text.h.
MachineState read_machine_state(const KernelFolders& folders, const std::filesystem::path& results,
                                XidWatch* xids = nullptr);

/// The files thermal_throttle/package_throttle_count of the cores.
std::vector<std::filesystem::path> package_throttle_files(const std::filesystem::path& sysfs);

/// All fields, with the unit in the name; null where absent.
Json to_json(const MachineState& state);

}  // namespace mutlua
