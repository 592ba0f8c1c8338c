// SPDX-License-Identifier: MIT
#pragma once

#include <optional>

#include "base/json.h"
#include "energy/window.h"
#include "store/trial_record.h"

namespace mutlua {

struct Outcome;

std::optional<double> value_of(std::optional<Joules> joules);

/// Fills the energy part of a record: what the window tells (null: none was opened), the figures of
/// the old tool by the right method, joules above idle where the block has an idle reading, and the
/// CPU time of foreground and background inside the window.
///
/// The old power, temperature and utilisation are those of the one GPU that the trial used; with
/// several, maxima are of all, the mean power is of the sum, and extremes of the power are unknown.
void add_energy(TrialRecord& record, const Window* window, const Json& idle_reference);

/// Notes in an outcome the most GPU memory: that of its own processes if the driver lists them,
/// else of all that used the assigned GPUs; the largest of one GPU.
void add_gpu_memory(Outcome& outcome, const Window& window);

}  // namespace mutlua
