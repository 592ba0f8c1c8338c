// SPDX-License-Identifier: MIT
#pragma once

#include "base/json.h"
#include "store/trial_record.h"

namespace mutlua {

/// The form of experiment.json that this program writes.
inline constexpr int kRecordSchema = 1;

/// The content of experiment.json.
///
/// Every key of the old tool comes first and means what it meant: flat for a trial without load,
/// with `foreground` and `background` (mode "parallel") beside one. A trial that only measures a
/// load has mode "background" and no `foreground`. New keys follow. What belongs to one training
/// stands beside its old keys. With several foregrounds or backgrounds all of them, the first
/// repeated, are in `foregrounds` or `backgrounds`; the energy, which is one figure for all, stands
/// with the first only.
Json record_json(const TrialRecord& record);

}  // namespace mutlua
