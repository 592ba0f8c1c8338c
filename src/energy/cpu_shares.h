// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>

#include "energy/flag.h"
#include "energy/thresholds.h"
#include "system/machine_state.h"

namespace mutlua {

/// How the time of all cores was used between two states: shares of 1.
struct CpuShares {
  double others = 0;  ///< busy, less what is known to be our own
  double steal = 0;   ///< given to others by the host of a virtual machine
};

/// Absent if a state does not tell, or no time has passed between them.
std::optional<CpuShares> cpu_shares(const MachineState& begin, const MachineState& end,
                                    Seconds own = Seconds(0));

/// The later of two counts less the earlier; absent if one is, or if it went down.
template <typename Count>
std::optional<std::int64_t> growth(const std::optional<Count>& earlier,
                                   const std::optional<Count>& later) {
  if (!earlier || !later || *later < *earlier) return std::nullopt;
  return static_cast<std::int64_t>(*later - *earlier);
}

/// The flag `virtualised` of a machine that had this share of its time stolen.
Flag steal_flag(double share, const std::string& when, const Thresholds& thresholds);

}  // namespace mutlua
