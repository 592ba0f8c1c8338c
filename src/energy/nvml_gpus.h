// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/json.h"
#include "energy/flag.h"
#include "energy/gpu.h"
#include "energy/nvml_api.h"
#include "system/clock.h"

namespace mutlua {

/// The NVIDIA GPUs of this machine.
struct NvmlGpus {
  std::vector<std::unique_ptr<Gpu>> gpus;  ///< in the driver's order
  std::string problem;                     ///< why gpus is empty, and what to do; else empty
  Json facts = Json::object();  ///< {library, driver, nvml, missing, gpus}; {} without a library
  Flags notes;                  ///< what the GPUs found cannot tell
};

/// Looks for them through NVML and finds out what each can tell: milliseconds, or some 0.3 s for a
/// GPU whose energy counter does not count. `library_path`: MUTLUA_NVML, or empty for the
/// driver's own. Never throws for want of a GPU, a driver or a permission.
NvmlGpus find_nvml_gpus(Clock& clock, const std::string& library_path = "",
                        const SymbolLookup& lookup = look_up_symbol);

/// The info() of each.
std::vector<GpuInfo> infos_of(const std::vector<std::unique_ptr<Gpu>>& gpus);

}  // namespace mutlua
