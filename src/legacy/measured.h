// SPDX-License-Identifier: MIT
#pragma once

#include <optional>

#include "legacy/mode.h"
#include "legacy/object.h"
#include "legacy/settings.h"

namespace mutlua {

/// What is measured, as the experiment itself or its foreground says it: model, names and values.
/// Throws CannotRun.
LegacyEntry read_measured(LegacyObject& object, LegacyMode mode, const LegacyContext& context);

/// The load beside it, which passes fixed values. Throws CannotRun.
LegacyTraining read_background(LegacyObject& object, const LegacyContext& context);

/// Seconds under "timeout". Throws CannotRun for anything but a number above 0.
std::optional<double> take_timeout(LegacyObject& object, const LegacyContext& context);

}  // namespace mutlua
