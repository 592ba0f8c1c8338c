// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/json.h"
#include "energy/gpu.h"

namespace mutlua {

/// The UUIDs of the GPUs that a script names: `wanted` is a list of indices (the driver's order),
/// PCI addresses ("00000000:05:00.0", "05:00.0") and UUIDs or their beginnings ("GPU-8f6d").
/// `problem` is why `present` is empty. Throws Error(script) that names what was given and what
/// there is: not a list, unknown, ambiguous, named twice, a MIG instance, or no GPU at all.
std::vector<std::string> select_gpus(const Json& wanted, const std::vector<GpuInfo>& present,
                                     const std::string& problem = "");

/// What a child needs in its environment to see these GPUs, in this order, and no others: CUDA
/// numbers them from 0. No UUIDs: it sees none.
std::vector<std::pair<std::string, std::string>> gpu_environment(
    const std::vector<std::string>& uuids);

}  // namespace mutlua
