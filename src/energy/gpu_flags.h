// SPDX-License-Identifier: MIT
#pragma once

#include "energy/flag.h"
#include "energy/thresholds.h"
#include "energy/window.h"

namespace mutlua {

/// What a window says against the energy of one GPU, and about the card's state in it.
Flags gpu_flags(const GpuEnergy& gpu, const Window& window, const Thresholds& thresholds);

}  // namespace mutlua
