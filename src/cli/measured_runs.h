// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "cli/command_line.h"
#include "energy/flag.h"
#include "energy/sampler.h"
#include "energy/window.h"
#include "system/machine_state.h"
#include "system/processes.h"

namespace mutlua {

/// One run of a command, and its energy.
struct MeasuredRun {
  int number = 1;
  WallTime started;
  Exit exit;
  Seconds duration{0};  ///< start to exit of the command; the window also holds its last children
  bool interrupted = false;
  Window window;
  Flags flags;

  bool succeeded() const { return !interrupted && exit.exit_code == 0; }
};

/// What came of `mutlua measure`.
struct MeasuredRuns {
  std::vector<MeasuredRun> runs;
  int warmups = 0;           ///< that were completed
  std::string ended;         ///< why it ended before all runs were done; empty if they were
  int status = 0;            ///< of the last command, as a shell gives it
  bool not_started = false;  ///< the command could not be executed
};

/// Runs a command again and again, each time inside a window of the sampler.
class CommandRuns {
 public:
  struct Surroundings {
    Clock& clock;
    Processes& processes;
    Sampler& sampler;
  };
  /// `gpus`: UUIDs that the command gets; empty: all. `streams`: where its output goes.
  CommandRuns(const Surroundings& machine, const MeasureRequest& request,
              std::vector<std::string> gpus, Streams streams)
      : machine_(machine), request_(request), gpus_(std::move(gpus)), streams_(streams) {}

  /// Ends after a run that fails, or when somebody asks for the end. `seen` hears of each run.
  MeasuredRuns perform(const std::function<void(const MeasuredRun&)>& seen);

 private:
  bool rest();
  MeasuredRun run(int number);
  MachineState state();
  void flag_others(MeasuredRun& run, const std::optional<Observation>& before) const;
  MeasuredRun warm_up();
  void execute(MeasuredRun& run);
  bool accept(const MeasuredRun& run, const std::string& name);
  WindowPlan plan_of(int number) const;
  void keep_record(const MeasuredRun& run) const;

  Surroundings machine_;
  const MeasureRequest& request_;
  std::vector<std::string> gpus_;
  Streams streams_;
  XidWatch xids_;
  std::optional<int> stop_signal_;
  MeasuredRuns result_;
};

}  // namespace mutlua
