// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "legacy/object.h"
#include "legacy/settings.h"

namespace mutlua {

/// Which hyperparameters are mutated, in the order in which they are drawn, and within what.
struct MutatedNames {
  std::vector<std::string> names;  ///< known to the model; or {"all"}
  std::vector<LegacyRange> ranges;
};

/// Reads `mutate`: a list of names, of which "all" stands for all. Unknown ones are left out with a
/// warning. Throws CannotRun if none is left.
MutatedNames read_mutate(const Json& value, const std::string& where, const Model& model,
                         const LegacyContext& context);

/// Reads `mutate_params`: such a list, or an object {name: {distribution, min, max}} whose fields
/// take the place of the catalogue's. Throws CannotRun if no name is left or a range is impossible.
MutatedNames read_mutate_params(const Json& value, const std::string& where, const Model& model,
                                const LegacyContext& context);

}  // namespace mutlua
