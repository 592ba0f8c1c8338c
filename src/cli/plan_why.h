// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "cli/plan_history.h"
#include "lab/lab.h"

namespace mutlua {

/// A trial with what becomes of it and why.
struct ExplainedTrial {
  PlannedTrial trial;
  /// "done"; "reused": done, but not quite as the script has it now; "done, does not count"; "new";
  /// "changed": new, but one that the script no longer asks for was measured in its place; "again":
  /// measured once more, for that of before does not count or had another source; "counted
  /// elsewhere".
  std::string state;
  std::string why;
};

/// The planned trials, in their order. Of a changed trial, why names what differs where `details`
/// are asked for, which reads the record of what was measured in its place; see Likeness.
std::vector<ExplainedTrial> explained(const Lab& lab, std::vector<PlannedTrial> planned,
                                      PlanHistory& history, bool details);

}  // namespace mutlua
