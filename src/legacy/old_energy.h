// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "legacy/old_cpu_energy.h"
#include "legacy/old_samples.h"
#include "store/trial_record.h"

namespace mutlua {

/// The raw energy files of one experiment of the old tool.
struct OldEnergy {
  OldCpuEnergy perf;    ///< cpu_energy_raw.txt or perf_raw.txt
  OldCpuEnergy digest;  ///< cpu_energy.txt
  OldSamples power;     ///< watts
  OldSamples temperature;
  OldSamples utilisation;
  bool has_power = false;           ///< gpu_power.csv is there
  std::vector<std::string> faults;  ///< files that could not be read, and why

  /// The eleven figures as the old tool derived them from these files: the GPU's energy is the
  /// plain sum of the samples.
  EnergyMetrics old_figures() const;
  /// The same with the GPU's energy over the real times, and null for what was not counted.
  EnergyMetrics right_figures() const;
  /// CPU package and memory, or what of it was counted.
  std::optional<double> cpu_joules() const;
};

/// Reads `energy/` of an experiment. What is not there is absent; what cannot be read is a fault.
OldEnergy read_old_energy(const std::filesystem::path& folder);

}  // namespace mutlua
