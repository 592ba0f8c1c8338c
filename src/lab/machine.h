// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <functional>
#include <set>
#include <string>

#include "base/json.h"
#include "energy/group_time.h"
#include "energy/sampler.h"
#include "system/clock.h"
#include "system/governor.h"
#include "system/machine_state.h"
#include "system/processes.h"

namespace mutlua {

/// The machine that trials run on: the real one, or the simulated one of `mutlua run --simulate`
/// and `mutlua plan`.
struct Machine {
  Clock& clock;
  Processes& processes;
  Sampler& sampler;
  Json facts;  ///< host, kernel, CPU model: goes into every record
  std::filesystem::path
      program_folder;  ///< where mutlua itself lies; bare program names are looked for here
  bool simulated = false;
  /// Of a rehearsal, in which nothing is written: what a training has printed just now. There,
  /// nothing fails for want of time.
  std::function<std::string(ProcessId)> printed{};

  // What a simulated machine does not have.
  GovernorKeeper* governor = nullptr;            ///< sets the CPU governor for a while
  GroupTime* foreground_time = nullptr;          ///< hears of trainings that are measured
  GroupTime* background_time = nullptr;          ///< hears of those that run as load
  std::function<MachineState()> state{};         ///< what the machine is like now; may be empty
  std::function<std::set<int>(int pid)> tree{};  ///< pids of a tree that runs; may be empty
  /// repository_state of a folder, where trainings' processes cannot tell; may be empty.
  std::function<Json(const std::filesystem::path& folder)> repository{};

  // What only a simulated machine has; each may be empty.
  std::function<void(const std::string& key)> begin_attempt{};  ///< hears which trial comes now
  std::function<Json()> snapshot{};            ///< its state, for the record of a finished trial
  std::function<void(const Json&)> restore{};  ///< goes on from the state of such a record
};

}  // namespace mutlua
