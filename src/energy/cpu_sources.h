// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/json.h"
#include "energy/flag.h"
#include "energy/perf_counters.h"
#include "energy/source.h"
#include "system/clock.h"

namespace mutlua {

/// Where the CPU's sensors are looked for.
struct CpuSensorPlaces {
  std::filesystem::path sys = "/sys";
  std::filesystem::path proc = "/proc";
  std::filesystem::path dev = "/dev";  ///< empty: there is none
  std::optional<PerfFunctions> perf;   ///< absent: the power PMU must not be tried
  std::function<int(const std::filesystem::path&)> open;  ///< of powercap's counters; as open(2)

  /// MUTLUA_SYSFS_ROOT and MUTLUA_PROC_ROOT, where they are set. With a tree other than /sys there
  /// is no perf: its calls would reach the real machine.
  static CpuSensorPlaces from_environment();
};

/// What measures the CPU's energy on this machine.
struct CpuSources {
  std::vector<std::unique_ptr<EnergySource>> sources;  ///< one or none
  std::string problem;  ///< why there is none, and what to do, in one sentence
  Flags notes;          ///< rapl.mirrored_zones, rapl.filtering_possible

  /// {"interfaces": [{"interface", "usable", "used", "why", "remedy", "domains", "ignored"}],
  ///  "only_perf", "only_powercap"}: each interface that was tried, in order of preference, and
  /// the domains that only one of them has (null unless both show what they have).
  Json facts;
};

/// The power PMU by perf, else powercap, else nothing. Chosen once, for the life of the program.
CpuSources find_cpu_sources(Clock& clock,
                            const CpuSensorPlaces& places = CpuSensorPlaces::from_environment());

}  // namespace mutlua
