// SPDX-License-Identifier: MIT
#pragma once

#include "legacy/entry.h"

namespace mutlua {

/// Reads "model_pairs": [{"model_a": {repo, model, hp}, "model_b": {...}}], each pair into the
/// settings: as a pair if both models are at their defaults, else as the one experiment that it
/// states, model_a measured beside model_b. `hp` is "default", an object of values, or lr_min,
/// lr_max, epochs_min or epochs_max: a fifth and five times the default learning rate, half and one
/// and a half times the default epochs. What cannot be run is reported.
void read_pairs(const Json& pairs, const std::string& where, const LegacyUsual& usual,
                const LegacyContext& context, LegacySettings& settings);

}  // namespace mutlua
