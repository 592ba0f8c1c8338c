// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "cli/command_line.h"
#include "energy/sampler.h"
#include "lab/machine.h"
#include "training/catalogue.h"

namespace mutlua {

/// The catalogue that was installed with the program: ../share/mutlua/settings/models.json beside
/// it, or that of the source tree for a program that runs where it was built. Throws Error(usage).
std::filesystem::path installed_catalogue();

/// The catalogue files that the user named; else settings/models.json beside the script, or in the
/// current folder, as `mutlua init` writes it; else the installed one. Throws Error(usage).
std::vector<std::filesystem::path> catalogue_files(const CommandLine& line);

/// "models (settings/models.json)": its name and those files.
std::string catalogue_text(const Catalogue& catalogue,
                           const std::vector<std::filesystem::path>& files);

/// Says on standard error which file it is, if nobody named it and it is not the installed one.
void note_found_catalogue(const CommandLine& line);

/// All that can be read of this machine: CPU counters, NVIDIA GPUs, the kernel's gauges. Under
/// MUTLUA_SYSFS_ROOT and MUTLUA_PROC_ROOT, and by the library MUTLUA_NVML, where these are set.
Sensors machine_sensors(Clock& clock);

/// The sampler of these sensors.
std::unique_ptr<Sampler> machine_sampler(Clock& clock);

}  // namespace mutlua
