// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "base/json.h"
#include "energy/flag.h"
#include "energy/gpu.h"
#include "energy/nvml_api.h"
#include "energy/nvml_gpu.h"
#include "system/clock.h"

namespace mutlua {

/// What a device is and which of its readings answer.
struct NvmlProbe {
  GpuInfo info;
  NvmlWays ways;
  Flags notes;                  ///< what it cannot tell, and what is done instead
  Json facts = Json::object();  ///< what GpuInfo has no place for: {index, uuid, architecture, ...}
};

/// Asks a device. Spends up to 0.3 s on an energy counter that stays at 0: some virtual GPUs have
/// one that never counts, and it must not pass for 0 joules.
NvmlProbe probe_nvml_gpu(Clock& clock, const NvmlApi& api, NvmlDevice device, int index,
                         const std::string& uuid);

}  // namespace mutlua
