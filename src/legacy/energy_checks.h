// SPDX-License-Identifier: MIT
#pragma once

#include "base/json.h"
#include "legacy/old_energy.h"

namespace mutlua {

/// Fills in the record's figures from the raw files, `energy` with the old sum beside them, and
/// flags what is wrong with either. A figure that the raw files do not give stays as the record has
/// it, except the GPU's energy: without samples and their times it is unknown.
void set_energy(Json& record, const OldEnergy& energy);

}  // namespace mutlua
