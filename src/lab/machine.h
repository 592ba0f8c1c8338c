// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>

#include "base/json.h"
#include "energy/sampler.h"
#include "system/clock.h"
#include "system/processes.h"

namespace mutlua {

/// The machine that trials run on: the real one, or the simulated one of `mutlua plan`.
struct Machine {
  Clock& clock;
  Processes& processes;
  Sampler& sampler;
  Json facts;  ///< host, kernel, CPU model: goes into every record
  std::filesystem::path
      program_folder;  ///< where mutlua itself lies; bare program names are looked for here
  bool simulated = false;
};

}  // namespace mutlua
