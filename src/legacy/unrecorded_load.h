// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "base/json.h"
#include "legacy/old_results.h"

namespace mutlua {

/// Flags the records of a session that look sequential and were measured beside a load of which
/// they say nothing. Before 2025-11-18 the old tool gave a parallel run two numbers: NNN_parallel
/// for the load's logs alone, and the next one for a record in the sequential form.
void flag_unrecorded_load(const OldSession& session, std::vector<Json>& records);

}  // namespace mutlua
