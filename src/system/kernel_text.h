// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace mutlua {

/// What small kernel files say. All of these take any bytes, neither throw nor allocate, and give
/// nothing for what is not of the documented form. Sources: proc_stat(5), proc_meminfo(5),
/// Documentation/accounting/psi.rst, Documentation/admin-guide/cgroup-v2.rst, Linux.

/// Time of all processors together since boot, in clock ticks (sysconf(_SC_CLK_TCK) a second).
struct CpuTicks {
  std::uint64_t busy = 0;   ///< user, nice, system, interrupts
  std::uint64_t idle = 0;   ///< idle and waiting for disks
  std::uint64_t steal = 0;  ///< wanted, but the hypervisor ran somebody else
  std::uint64_t total() const noexcept { return busy + idle + steal; }
};

/// Time in which at least one task waited for a resource.
struct Pressure {
  double average10_pct = 0;    ///< share of the last 10 s
  std::uint64_t total_us = 0;  ///< since boot
};

/// The number that the text begins with; blanks before it and anything after it are ignored.
std::optional<std::uint64_t> whole_number(std::string_view text) noexcept;

/// The number after a name at the beginning of a line: "pswpin 12", "MemAvailable:  12 kB",
/// "usage_usec 12". The name is given with its colon.
std::optional<std::uint64_t> number_of(std::string_view name, std::string_view text) noexcept;

/// The line "cpu ..." of /proc/stat.
std::optional<CpuTicks> cpu_ticks_in(std::string_view stat) noexcept;

/// The line "some avg10=0.00 avg60=0.00 avg300=0.00 total=0" of /proc/pressure/*.
std::optional<Pressure> pressure_in(std::string_view text) noexcept;

}  // namespace mutlua
