// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "energy/rapl_domain.h"

namespace mutlua {

/// The kernel's power PMU as /sys/bus/event_source/devices/power describes it.
/// Source: arch/x86/events/rapl.c, Linux.
struct RaplPmu {
  struct Event {
    RaplDomain::Kind kind = RaplDomain::Kind::package;
    std::string name;  ///< "energy-pkg"
    std::uint64_t code = 0;
    double joules_per_unit = 0;
  };
  /// A CPU on which a counter stands for a whole package, or a die of it.
  struct Cpu {
    int number = 0;
    RaplDomain place;
  };

  std::uint32_t type = 0;  ///< what the kernel calls the PMU in this boot
  std::vector<Cpu> cpus;   ///< each package or die once
  Event package;
  std::optional<Event> dram;
  bool amd = false;  ///< whose older kernels may show one counter per die
  std::vector<IgnoredDomain> ignored;
  SensorProblem problem;  ///< why the PMU cannot be used; then the rest is not complete
};

/// Reads the description. No code, unit or scale is taken for granted.
RaplPmu rapl_pmu(const std::filesystem::path& sys, const std::filesystem::path& proc);

/// What it means that the event could not be opened, and what to do. `error` is an errno.
SensorProblem cannot_open(const std::string& event, int error, const std::filesystem::path& proc);

}  // namespace mutlua
