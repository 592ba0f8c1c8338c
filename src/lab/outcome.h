// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
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

  bool completed() const { return verdict.status == TrainingStatus::completed; }
  Seconds duration() const { return exit.at - began; }
};

/// [{index, seconds?, cpu_joules?, gpu_joules?, joules?, metrics}]. Seconds and joules are left out
/// where the log showed several marks at once: they came late, and what lay between them is
/// unknown. gpu_joules are left out for epochs under 5 s, which are too short for the counter.
Json epochs_json(const Outcome& outcome);

/// {name: number}
Json metrics_json(const MetricValues& metrics);

/// The outcome as scripts see it and as it stands in the record.
Json outcome_json(const Outcome& outcome);

}  // namespace mutlua
