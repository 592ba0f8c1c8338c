// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>

#include "cli/finding.h"
#include "energy/sampler.h"
#include "system/clock.h"
#include "system/machine_facts.h"

namespace mutlua {

/// Each of these takes some time, in which nothing else should run.

/// What calibrate() has found, for people.
Findings calibration_findings(const Json& calibration,
                              const std::vector<std::filesystem::path>& files);

/// Power of the machine as it is now, over `span`, with the state it is in; and what the sampler
/// itself costs, meanwhile.
Findings check_idle(Sampler& sampler, Clock& clock, Seconds span);

/// The pace of a fixed computation with a window open and without, in turns: some 10 s.
Finding check_overhead(Sampler& sampler, Clock& clock);

/// Package energy by perf, by powercap and by `perf stat`, at the same time, for `span`.
/// Agreement within 0.5 % is OK. Where something of it is missing: the command to run.
Findings check_rapl(Clock& clock, const KernelFolders& folders, Seconds span);

}  // namespace mutlua
