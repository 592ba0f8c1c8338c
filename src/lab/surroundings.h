// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "energy/machine_flags.h"
#include "energy/thresholds.h"
#include "energy/window.h"
#include "lab/cool_down.h"
#include "lab/machine.h"
#include "lab/trial_spec.h"

namespace mutlua {

/// What the machine was like around the attempts at trials, compared within each block. What it
/// keeps of a block is that of this run of the program.
class Surroundings {
 public:
  explicit Surroundings(const Machine& machine) : machine_(machine) {}

  /// An attempt begins: nothing of it runs yet.
  void begin(const TrialSpec& trial, int number);
  /// Around each cooling. What others used of the processors is told of the last one.
  void cooling_begins();
  void cooled(const CoolDown& seen);
  void window_opened() { window_begin_ = state(); }
  void window_closed() { window_end_ = state(); }
  /// The attempt is a finished trial: its temperatures count for its block.
  void end();
  /// A trial that was finished in an earlier run of the program, as if this one had run it: on a
  /// simulated machine, which goes on as if it had never stopped. `record`: its experiment.json.
  void recall(const Json& record);
  /// What was recalled so far, and what takes it in again: a list with {block, idle, idle_trial,
  /// idle_reading, temperatures} for each block.
  Json memory() const;
  void remember(const Json& memory);

  /// The block's first idle, that later ones are compared with; absent while there is none.
  const std::optional<Idle>& reference() const { return block().idle; }

  /// Whether the block still lacks the idle energy that is measured once.
  bool wants_idle_reading() const { return block().idle_reading.is_null(); }
  void keep_idle_reading(const Window& window);
  /// {trial, seconds, state, gpus = {uuid: watts}, cpu_watts?}, or null.
  const Json& idle_reading() const { return block().idle_reading; }

  /// What is odd about the attempt. `window` may be null; `ours`: pids of what belongs to it;
  /// `foreground`: those of its measured trainings.
  Flags flags(const Window* window, const std::set<int>& ours, const std::set<int>& foreground,
              const Thresholds& thresholds) const;

 private:
  struct Block {
    std::optional<MachineState> first;
    std::optional<Idle> idle;
    int idle_trial = 0;
    Json idle_reading;
    std::map<std::string, std::vector<double>> temperatures;  ///< at the starts, by UUID
  };
  std::optional<MachineState> state() const;
  Block& block() const { return blocks_[block_name_]; }
  void add_cooling(Flags& flags, const Thresholds& thresholds) const;
  void add_drift(Flags& flags, const Thresholds& thresholds) const;
  void add_temperatures(Flags& flags, const Thresholds& thresholds) const;
  void add_machine(Flags& flags, const Window* window, const Thresholds& thresholds) const;
  void add_processes(Flags& flags, const std::set<int>& ours, const Thresholds& thresholds) const;
  void add_unseen(Flags& flags, const Window* window, const std::set<int>& foreground) const;

  const Machine& machine_;
  mutable std::map<std::string, Block> blocks_;
  std::string block_name_;
  int number_ = 0;
  MachineRequest request_;
  std::optional<MachineState> before_begin_;
  std::optional<MachineState> before_end_;
  Seconds own_cpu_begin_{0};  ///< of this program, when the last cooling began
  std::optional<Seconds> foreground_begin_;
  std::optional<Seconds> background_begin_;
  Seconds own_cpu_{0};  ///< of this program and its trainings, in the last cooling
  std::optional<std::set<std::string>> foreground_gpus_;  ///< UUIDs; absent: any
  std::optional<Observation> before_;
  std::optional<CoolDown> cool_down_;
  std::optional<MachineState> window_begin_;
  std::optional<MachineState> window_end_;
};

}  // namespace mutlua
