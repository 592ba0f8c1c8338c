// SPDX-License-Identifier: MIT
#include "energy/other_processes.h"

#include <fmt/format.h>

namespace mutlua {

Flag other_processes_flag(const GpuInfo& gpu, const Observation& before, std::size_t count,
                          const Thresholds& thresholds) {
  const double most = thresholds.gpu_other_process_error_pct;
  std::optional<double> percent;
  const auto used = before.gauges.find(fmt::format("gpu{}.utilisation_pct", gpu.index));
  if (used != before.gauges.end()) percent = static_cast<double>(used->second);
  return {.id = "gpu.other_process",
          .severity = percent && *percent > most ? Severity::error : Severity::warn,
          .value = percent,
          .threshold = most,
          .when = "before",
          .detail = fmt::format("processes that are not ours had {} open: {}", gpu.uuid, count),
          .performance = true};
}

}  // namespace mutlua
