// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string_view>

namespace mutlua {

/// CPU energy of the whole machine, from the texts that the old tool kept. Absent means that the
/// text does not say it.
struct OldCpuEnergy {
  std::optional<double> package_joules;
  std::optional<double> memory_joules;
  std::optional<double> total_joules;     ///< of the digest only
  std::optional<double> elapsed_seconds;  ///< of perf's report only
};

/// perf's report: cpu_energy_raw.txt, with thousands separated by commas, or the lines of
/// intervals, "time value Joules event", of the oldest form (perf_raw.txt), which are added up.
OldCpuEnergy read_perf_report(std::string_view text);

/// The old tool's digest of it: cpu_energy.txt, "Package Energy (Joules): 206.50". What perf did
/// not count stands there as 0.
OldCpuEnergy read_cpu_digest(std::string_view text);

}  // namespace mutlua
