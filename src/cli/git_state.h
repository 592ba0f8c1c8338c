// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>

#include "base/json.h"

namespace mutlua {

/// repository_state of a folder, asked by a process of our own: for a plan, whose machine is not
/// there. Null, or null fields with a reason, likewise.
Json git_state(const std::filesystem::path& folder);

}  // namespace mutlua
