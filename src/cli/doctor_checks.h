// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>

#include "cli/finding.h"
#include "energy/sensors.h"
#include "system/machine_facts.h"
#include "system/machine_state.h"

namespace mutlua {

/// What is looked at without measuring. None of it changes anything.

/// The interfaces to the CPU's energy counters, from the facts of find_cpu_sources().
Findings check_cpu(const Sensors& sensors, const MachineState& state);

/// The NVIDIA driver, each GPU's sensors and settings, and who uses it.
Findings check_gpus(Sensors& sensors, const KernelFolders& folders);

/// Governor, virtualisation, containment, lock, space, clock, programs.
Findings check_machine(const MachineState& state, const KernelFolders& folders,
                       const std::filesystem::path& results);

}  // namespace mutlua
