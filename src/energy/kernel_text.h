// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "energy/rapl_domain.h"

namespace mutlua {

/// Parsers of the small texts under /sys and /proc. Each takes the whole text, which may end with
/// one newline. What does not have exactly the expected form is absent, never 0. None throws.

/// "262143328850": decimal digits, below 2^64. Allocates nothing.
std::optional<std::uint64_t> whole_number(std::string_view text) noexcept;

/// "2.3283064365386962890625e-10": finite and above 0. Allocates nothing.
std::optional<double> positive_number(std::string_view text) noexcept;

/// "event=0x02", the form of an event whose code is all of its configuration.
std::optional<std::uint64_t> event_code(std::string_view text) noexcept;

/// "0,64" or "0-1,64-66": CPU numbers below 65536, rising.
std::optional<std::vector<int>> cpu_list(std::string_view text) noexcept;

/// Name of a zone's folder: control type and the numbers below it, which the kernel prints in
/// hexadecimal. "intel-rapl:a:1" is {"intel-rapl", {10, 1}}.
/// Source: powercap_register_zone() in drivers/powercap/powercap_sys.c, Linux.
struct ZoneFolder {
  std::string control;
  std::vector<std::uint32_t> ids;
};
std::optional<ZoneFolder> zone_folder(std::string_view name) noexcept;

/// Content of a zone's file `name`: "package-0", "package-1-die-0", "dram", "core", "uncore",
/// "psys". Only a package names its place here.
std::optional<RaplDomain> rapl_domain(std::string_view text) noexcept;

/// What /proc/cpuinfo says of the first processor that matters for its energy counters.
struct CpuKind {
  bool amd = false;          ///< AMD, or Hygon, which is of its descent
  bool virtualised = false;  ///< the flag "hypervisor"
  bool sgx = false;          ///< the flag "sgx"
};
CpuKind cpu_kind(std::string_view cpuinfo) noexcept;

/// A file of the kernel, of which at most `limit` bytes are read; absent if it cannot be read.
std::optional<std::string> kernel_file(const std::filesystem::path& path, std::size_t limit = 4096);

}  // namespace mutlua
