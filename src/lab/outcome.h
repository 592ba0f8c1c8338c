// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/json.h"
#include "base/units.h"
#include "system/processes.h"
#include "training/log_reader.h"
#include "training/verdict.h"

namespace mutlua {

/// Joules since the window began, by the instant at which they were read. Absent: unknown.
struct EnergySoFar {
  std::optional<Joules> cpu;
  std::optional<Joules> gpu;
};
using EnergyByInstant = std::map<Instant, EnergySoFar>;

/// An instant of a training that the script named.
struct NamedInstant {
  std::string label;
  Instant at;
};

/// What became of one training. A training that failed is a result like another.
struct Outcome {
  int id = 0;  ///< the number under which the script knows the training
  Verdict verdict;
  Exit exit;
  Instant began;
  MetricValues metrics;
  std::vector<Epoch> epochs;
  EnergyByInstant energy;  ///< at the instants of epochs and marks, where it was measured
  std::vector<NamedInstant> marks;
  std::filesystem::path log;
  std::set<int> pids;                            ///< of its tree, as far as they were seen
  std::optional<std::int64_t> gpu_memory_bytes;  ///< the most that was held at once; see below
  std::string gpu_memory_of;  ///< "processes": its own; "board": of all that used its GPUs

  bool completed() const { return verdict.status == TrainingStatus::completed; }
  Seconds duration() const { return exit.at - began; }
};

/// [{index, seconds?, cpu_joules?, gpu_joules?, joules?, metrics}]. Seconds and joules are left out
/// where the log showed the marks late; see EpochTimes. gpu_joules are left out for epochs under 5
/// s, which are too short for the counter.
Json epochs_json(const Outcome& outcome);

/// {name: number}
Json metrics_json(const MetricValues& metrics);

/// The outcome as scripts see it and as it stands in the record.
Json outcome_json(const Outcome& outcome);

}  // namespace mutlua
