// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "lab/machine.h"
#include "lab/model_use.h"
#include "lab/trial_spec.h"

namespace mutlua {

/// Gives a use the environment that shows it its own GPUs, else those of `otherwise` (null: all).
/// Gives their UUIDs; absent where it may use any. Throws Error(script) for GPUs that are not
/// there, Error(machine) where there is none at all.
std::optional<std::vector<std::string>> place(ModelUse& use, const Json& otherwise,
                                              const Machine& machine);

/// Places all models of a trial. Gives the UUIDs of all their GPUs, each once; empty where one of
/// them may use any, and on a simulated machine.
std::vector<std::string> place(TrialSpec& trial, const Machine& machine);

/// Throws Error(machine) where the machine can never give what the trial asks of it: energy that no
/// sensor tells, GPUs, a governor.
void refuse_what_is_missing(const TrialSpec& trial, const Machine& machine, bool governor_required);

/// Throws Error(machine) where there is no governor to set, Error(usage) for one that is not
/// offered.
void expect_governor(const std::string& name, const Machine& machine);

}  // namespace mutlua
