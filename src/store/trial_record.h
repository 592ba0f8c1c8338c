// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/json.h"
#include "base/units.h"

namespace mutlua {

/// The eleven energy figures of the old tool. Absent means unknown, and is written as null.
struct EnergyMetrics {
  std::optional<double> cpu_energy_pkg_joules;
  std::optional<double> cpu_energy_ram_joules;
  std::optional<double> cpu_energy_total_joules;
  std::optional<double> gpu_power_avg_watts;
  std::optional<double> gpu_power_max_watts;
  std::optional<double> gpu_power_min_watts;
  std::optional<double> gpu_energy_total_joules;
  std::optional<double> gpu_temp_avg_celsius;
  std::optional<double> gpu_temp_max_celsius;
  std::optional<double> gpu_util_avg_percent;
  std::optional<double> gpu_util_max_percent;
};

/// One hyperparameter that a training used, and how that is known.
struct EffectiveValue {
  std::string name;
  Json value;          ///< null if unknown
  std::string source;  ///< "passed", "catalogue default" or "unknown"
};

/// One try at a trial, failed or not.
struct AttemptRecord {
  int number = 1;
  std::string status;  ///< as in an outcome: "completed", "failed", ...
  std::optional<int> exit_code;
  std::optional<int> signal;
  std::optional<double> duration_seconds;
  std::optional<double> gpu_energy_joules;  ///< what this attempt cost, also when it was in vain
  std::optional<double> cpu_energy_joules;
  std::string reason;  ///< why it failed; empty if it did not
};

/// The exact start of a training.
struct CommandRecord {
  std::vector<std::string> argv;
  std::string folder;                                            ///< working folder
  std::vector<std::pair<std::string, std::string>> environment;  ///< what was set on top of ours
};

/// One training that was measured.
struct TrainingRecord {
  std::string repository;
  std::string model;
  Json hyperparameters = Json::object();  ///< the script's values, in argument order
  std::vector<EffectiveValue> effective_hyperparameters;
  std::optional<double> duration_seconds;
  Json performance_metrics = Json::object();  ///< name -> number; empty if it failed
  bool success = false;
  int failed_attempts = 0;  ///< "retries" of the old tool
  std::string message;      ///< "error_message": holds the success text, too
  CommandRecord command;
  std::vector<AttemptRecord> attempts;
  Json epochs = Json::array();  ///< [{index, seconds, joules?, metrics}]
  Json outcome;                 ///< {status, exit_code?, signal?, missing_metrics, ...}
  Json passed_hyperparameters;  ///< what was passed, where that is not the same; else null
};

/// One model that was kept running as load.
struct BackgroundRecord {
  std::string repository;
  std::string model;
  Json hyperparameters = Json::object();
  std::vector<EffectiveValue> effective_hyperparameters;
  CommandRecord command;
  std::string log_directory;  ///< absolute
  std::string note = "Kept running as load; its energy is part of what was measured";
  Json report;  ///< {restarts, gaps_seconds, runs = [{status, duration_seconds, metrics, epochs}]}
  Json passed_hyperparameters;  ///< as above
};

/// What came out of one finished trial. A plain value; record.h turns it into experiment.json.
struct TrialRecord {
  std::string experiment_id;  ///< the name of its folder
  int execution_number = 0;
  int lifetime = 1;

  std::string identity;   ///< SHA-256
  std::string treatment;  ///< SHA-256 of what equal trials of all sessions share; may be empty
  std::string study;
  std::string catalogue;
  bool simulated = false;
  std::optional<std::string> label;
  std::optional<std::string> block;
  Json factors = Json::object();
  int replicate = 1;
  int occurrence = 1;
  int repeat = 1;

  WallTime started;
  WallTime ended;

  std::vector<TrainingRecord> foregrounds;  ///< empty: only the load was measured
  std::vector<BackgroundRecord> backgrounds;

  /// Only for a trial without foregrounds: how long the load was measured, and how that went.
  struct Load {
    std::optional<double> duration_seconds;
    bool success = true;
    int failed_attempts = 0;
    std::string message;
    std::vector<AttemptRecord> attempts;
  } load;

  EnergyMetrics energy_metrics;
  std::optional<double> total_energy_joules;       ///< only if all required parts are known
  std::optional<double> partial_energy_joules;     ///< what is known, where the total is not
  std::optional<double> legacy_gpu_energy_joules;  ///< the old sum of samples, for comparison
  Json idle_reference;                             ///< of the trial's block, or null
  Json energy = Json::object();                    ///< {cpu, gpus, attribution, self, ...}
  Json quality;                                    ///< {energy, performance, flags}
  Json cooling;
  Json settling;
  Json emitted = Json::array();
  Json by_hand;  ///< {identity, value} of a trial by hand; else null
  Json provenance = Json::object();
};

}  // namespace mutlua
