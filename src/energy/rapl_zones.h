// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "energy/rapl_domain.h"

namespace mutlua {

/// One zone of the kernel's powercap tree that is to be read.
struct RaplZone {
  std::filesystem::path path;
  RaplDomain domain;
};

/// The zones of a machine: each package (or die) and its memory once.
struct RaplZones {
  std::vector<RaplZone> used;  ///< packages, then memory, by place
  std::vector<IgnoredDomain> ignored;
  bool masked = false;  ///< zones are listed, but none can be entered: as in a container
};

/// Chooses from `tree`, which is /sys/class/powercap. A zone is what its file `name` says and not
/// what its folder is called. Where several control types know a package (intel-rapl-mmio repeats
/// intel-rapl), the one with the most domains of it is used.
/// Source: Documentation/power/powercap/powercap.rst and drivers/powercap, Linux.
RaplZones rapl_zones(const std::filesystem::path& tree);

}  // namespace mutlua
