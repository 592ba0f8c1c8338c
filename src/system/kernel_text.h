// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace mutlua {

/// What small kernel files say. The parsers take any bytes, neither throw nor allocate, and give
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

/// The beginning of an open file, as far as it fits; empty if it cannot be read. Never allocates.
std::string_view beginning_of(int file, std::span<char> buffer) noexcept;

/// The beginning of a file; absent if it cannot be read.
std::optional<std::string> beginning_of(const std::filesystem::path& file,
                                        std::size_t limit = 16384);

/// The first word of a file; absent if there is none.
std::optional<std::string> word_in(const std::filesystem::path& file);

/// The number that the text begins with; blanks before it and anything after it are ignored.
std::optional<std::uint64_t> leading_number(std::string_view text) noexcept;

/// The number after a name at the beginning of a line: "pswpin 12", "MemAvailable:  12 kB",
/// "usage_usec 12". The name is given with its colon.
std::optional<std::uint64_t> number_of(std::string_view name, std::string_view text) noexcept;

/// The line "cpu ..." of /proc/stat.
std::optional<CpuTicks> cpu_ticks_in(std::string_view stat) noexcept;

/// The line "some avg10=0.00 avg60=0.00 avg300=0.00 total=0" of /proc/pressure/*.
std::optional<Pressure> pressure_in(std::string_view text) noexcept;

}  // namespace mutlua
