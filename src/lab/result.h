// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>

#include "base/json.h"

namespace mutlua {

/// A finished trial as the script sees it, read from its record: the same whether it was measured
/// now or long ago. {label?, factors, block?, replicate, outcome?, outcomes, energy, background?,
/// quality, path, reused, valid, reason?}
/// Joules whose verdict is invalid are absent from the energy, with a reason; its detail has them.
Json result_of(const Json& record, const std::filesystem::path& folder, bool reused);

}  // namespace mutlua
