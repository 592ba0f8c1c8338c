// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "base/json.h"

namespace mutlua {

/// What is said of imported experiments; docs/legacy-results.md lists them. `severity` and what the
/// flag concerns go with the name.
namespace import_flag {
inline constexpr const char* kUnrecordedLoad = "import.unrecorded_load";
inline constexpr const char* kPowerFarAboveGroup = "import.power_far_above_group";
inline constexpr const char* kTimeFarAboveGroup = "import.time_far_above_group";
inline constexpr const char* kSameTimeWhateverEpochs = "import.same_time_whatever_epochs";
inline constexpr const char* kSuccessWithinSeconds = "import.success_within_seconds";
inline constexpr const char* kSuccessWithoutMetrics = "import.success_without_metrics";
inline constexpr const char* kMetricIsACount = "import.metric_is_a_count";
inline constexpr const char* kNoSamples = "import.no_samples";
inline constexpr const char* kSampleFault = "import.sample_fault";
inline constexpr const char* kSampleGap = "import.sample_gap";
inline constexpr const char* kSamplesTooShort = "import.samples_too_short";
inline constexpr const char* kEnergyDiffers = "import.energy_differs";
inline constexpr const char* kCpuNotCounted = "import.cpu_not_counted";
inline constexpr const char* kEnergyOfAnother = "import.energy_of_another";
}  // namespace import_flag

/// What a flag says beside its name.
struct ImportFlag {
  std::string id;
  std::string detail;
  Json value = nullptr;      ///< what was seen
  Json threshold = nullptr;  ///< what it was held against
};

/// Adds a flag to the record's `quality`.
void add_flag(Json& record, const ImportFlag& flag);

/// Takes the flags off the record that compare it with others.
void remove_comparisons(Json& record);

/// Sets `quality.energy` and `quality.performance` from the flags: "ok", "suspect" or "invalid".
/// The performance of a failed training is invalid.
void judge(Json& record);

}  // namespace mutlua
