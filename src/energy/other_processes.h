// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

#include "energy/flag.h"
#include "energy/gpu.h"
#include "energy/sampler.h"
#include "energy/thresholds.h"

namespace mutlua {

/// The flag "gpu.other_process": so many processes that are not ours had a GPU open before a
/// measurement. Its value is the GPU's utilisation then, in percent; absent where the driver does
/// not tell it. More than the threshold is an error; less, or nobody knows how much, a warning.
Flag other_processes_flag(const GpuInfo& gpu, const Observation& before, std::size_t count,
                          const Thresholds& thresholds);

}  // namespace mutlua
