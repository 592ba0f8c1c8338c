// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>

#include "legacy/object.h"

namespace mutlua {

enum class LegacyMode {
  fixed,     ///< values as they are given ("default")
  mutation,  ///< values drawn at random
  parallel,  ///< a foreground beside a background
};

/// How an experiment is meant: its mode, else mutation_type, else experiment_type, else the top's,
/// else what its keys show. Labels (mixed, batch, nonparallel) decide nothing, but nonparallel
/// forbids a background. Reports what the old tool read otherwise.
LegacyMode entry_mode(LegacyObject& entry, const std::optional<std::string>& top,
                      const LegacyContext& context);

/// Without a word for it: what the names and values of the object show. The old tool mutated
/// everything wherever it was not told what to mutate.
LegacyMode mode_shown_by(LegacyObject& object, const LegacyContext& context);

/// How it is meant, for what is measured in a parallel experiment: fixed or mutation.
LegacyMode foreground_mode(LegacyObject& foreground, const LegacyContext& context);

}  // namespace mutlua
