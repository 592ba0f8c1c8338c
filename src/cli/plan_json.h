// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "cli/plan_estimates.h"
#include "cli/plan_why.h"

namespace mutlua {

/// The document of `mutlua plan --json`. `catalogue`: {name, files}.
Json plan_json(const std::string& study, const Ledger& ledger, const Json& catalogue,
               const std::vector<ExplainedTrial>& trials, const PlanEstimates& estimates,
               const Diagnostics& diagnostics);

}  // namespace mutlua
