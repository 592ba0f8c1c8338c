// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/json.h"
#include "energy/estimate.h"
#include "energy/thresholds.h"
#include "lab/meter_program.h"

namespace mutlua {

/// What a trial must have to count.
struct Needs {
  std::vector<std::string> metrics;
  bool gpu_energy = false;
  bool cpu_energy = false;

  bool energy() const { return gpu_energy || cpu_energy; }
};

/// What `mut.study` says of all trials.
struct StudySettings {
  std::string name;
  std::optional<std::uint64_t> seed;
  bool sequence_draws = false;  ///< the old tool's generator in call order, instead of keyed draws
  std::string order = "written";
  int retries = 0;
  Json cooling;  ///< null: the catalogue's
  Json settle;
  std::optional<double> timeout_seconds;
  Needs needs;
  bool counts_imported = false;  ///< filling gaps, imported trials count too
  Json gpus;                     ///< as written; null: all
  std::optional<std::string> governor;
  bool governor_required = true;  ///< else a governor that cannot be set is a warning and a flag
  std::optional<int> argument_decimals;  ///< of floats that are passed; absent: all
  Thresholds thresholds;
  Json own_thresholds;  ///< those that the study sets, by id; null: none
  bool idle_per_block = false;
  std::optional<MeterSettings> meter;     ///< at the wall
  std::optional<CpuPowerModel> estimate;  ///< of a CPU that cannot be measured, because asked for
  std::string protocol_name = "mutlua";
  int protocol_version = 1;
};

/// Reads the request of the primitive `study`. Throws Error(script).
StudySettings study_settings(const Json& request);

/// Reads `needs = { metrics = { ... }, energy = { "gpu", "cpu" } }`. Throws Error(script).
Needs needs_of(const Json& json, const std::string& where);

}  // namespace mutlua
