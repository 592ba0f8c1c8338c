// SPDX-License-Identifier: MIT
#pragma once

#include "base/files.h"
#include "system/guardian.h"

namespace mutlua {

/// The life of the Guardian: starts keepers for the runner, passes on what they tell, and when the
/// runner is gone ends everything. REQUIRES: called in a process just forked by the runner.
[[noreturn]] void guard(Descriptor runner, const GuardianOptions& options);

}  // namespace mutlua
