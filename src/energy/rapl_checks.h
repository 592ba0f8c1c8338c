// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <vector>

#include "energy/flag.h"
#include "energy/rapl_domain.h"
#include "energy/source.h"
#include "system/clock.h"

namespace mutlua {

/// What only some milliseconds of reading can tell of RAPL counters.

/// Which domains counted up within `limit`, one core being kept busy meanwhile.
std::vector<bool> advancing(EnergySource& source, Clock& clock, Seconds limit);

/// How two counters of one package show that they are one: powercap's raw values are those of the
/// hardware and are within one update of each other; perf's begin at 0 when opened, so it is the
/// steps that are equal.
enum class MirrorRule { same_raw, same_steps };

/// Which domains repeat an earlier one of the same package and kind: older kernels on AMD show the
/// counter of the socket once per die. `places` is in the order of source.domains().
std::vector<bool> mirrors(EnergySource& source, std::span<const RaplDomain> places, Clock& clock,
                          MirrorRule rule);

/// The flag rapl.mirrored_zones: that `dropped` repeat another one and are not read.
Flag mirrored_zones(const std::vector<std::string>& dropped);

}  // namespace mutlua
