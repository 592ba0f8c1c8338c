// SPDX-License-Identifier: MIT
#include "energy/cpu_shares.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>

namespace mutlua {

std::optional<CpuShares> cpu_shares(const MachineState& begin, const MachineState& end,
                                    Seconds own) {
  if (!begin.cpu || !end.cpu) return std::nullopt;
  const auto busy = growth(std::optional(begin.cpu->busy), std::optional(end.cpu->busy));
  const auto steal = growth(std::optional(begin.cpu->steal), std::optional(end.cpu->steal));
  const auto total = growth(std::optional(begin.cpu->total()), std::optional(end.cpu->total()));
  if (!busy || !steal || !total || *total == 0) return std::nullopt;
  const double own_ticks = own.count() * static_cast<double>(::sysconf(_SC_CLK_TCK));
  const double all = static_cast<double>(*total);
  return CpuShares{std::max(0.0, static_cast<double>(*busy) - own_ticks) / all,
                   static_cast<double>(*steal) / all};
}

Flag steal_flag(double share, const std::string& when, const Thresholds& thresholds) {
  const double percent = share * 100;
  const bool much = percent > thresholds.virtualised_steal_pct;
  return {
      .id = "virtualised",
      .severity = much ? Severity::warn : Severity::info,
      .value = percent,
      .threshold = thresholds.virtualised_steal_pct,
      .when = when,
      .detail = fmt::format("this is a virtual machine; its host gave {:.2f} % of the time of all "
                            "cores to others",
                            percent)};
}

}  // namespace mutlua
