// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>

#include "base/json.h"

namespace mutlua {

/// Where the kernel's files are; elsewhere in tests and in some containers.
struct KernelFolders {
  std::filesystem::path proc = "/proc";
  std::filesystem::path sys = "/sys";

  /// MUTLUA_PROC_ROOT and MUTLUA_SYSFS_ROOT, where they are set.
  static KernelFolders from_environment();
};

/// What kind of machine this is: {"host", "kernel", "boot_id", "cpu_model", "logical_cores",
/// "memory_bytes", "governor"}. What cannot be found out is null; the governor is also null if the
/// cores differ. Sources: proc(5) and Documentation/admin-guide/pm/cpufreq.rst, Linux.
Json machine_facts(const KernelFolders& folders = KernelFolders::from_environment());

}  // namespace mutlua
