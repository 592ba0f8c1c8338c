// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "base/units.h"

namespace mutlua {

/// How often a GPU's power reading is renewed, and over how long it averages.
struct NvmlTiming {
  Seconds average_period{0.1};
  Seconds average_window{1.0};
};

/// What has been published for an architecture (NVML's number; 0 if unknown), for drivers after
/// 530. A start only: the window differs from card to card and driver to driver, so that it is to
/// be calibrated. Source: Yang, Adamek, Armour, "Part-time Power Measurements: nvidia-smi's Lack
/// of Attention", SC24, arXiv 2312.02741, and its table of results.
NvmlTiming documented_timing(unsigned architecture, const std::string& name);

/// "Hopper"; empty if unknown.
std::string architecture_name(unsigned architecture);

}  // namespace mutlua
