// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <functional>
#include <set>

#include "base/json.h"
#include "energy/group_time.h"
#include "energy/sampler.h"
#include "system/clock.h"
#include "system/governor.h"
#include "system/machine_state.h"
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

  // What a simulated machine does not have.
  GovernorKeeper* governor = nullptr;            ///< sets the CPU governor for a while
  GroupTime* foreground_time = nullptr;          ///< hears of trainings that are measured
  GroupTime* background_time = nullptr;          ///< hears of those that run as load
  std::function<MachineState()> state{};         ///< what the machine is like now; may be empty
  std::function<std::set<int>(int pid)> tree{};  ///< pids of a tree that runs; may be empty
  /// repository_state of a folder, where trainings' processes cannot tell; may be empty.
  std::function<Json(const std::filesystem::path& folder)> repository{};
};

}  // namespace mutlua
