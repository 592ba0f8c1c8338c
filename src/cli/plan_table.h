// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/plan_why.h"

namespace mutlua {

/// Up to so many trials are listed one by one, unless all are asked for.
inline constexpr std::size_t kMostListed = 200;

/// A row per trial, in the order in which they run. With `explain`, why instead of the values.
/// `width`: places that it must fit into; absent: any.
std::string trials_table(const std::vector<ExplainedTrial>& trials, bool explain,
                         std::optional<int> width);

/// A row per block and cell with its counts: what large designs are read by, in the order in which
/// the script has written them. Cells are told apart by block, label, models and mode; further ones
/// than kMostListed are only counted.
std::string cells_table(const std::vector<ExplainedTrial>& trials, std::optional<int> width);

/// "12 new, 3 changed, 4 done, 1 reused".
std::string states_text(const std::vector<ExplainedTrial>& trials);

}  // namespace mutlua
