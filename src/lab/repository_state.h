// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>

#include "base/json.h"
#include "lab/supervisor.h"

namespace mutlua {

/// Which version of its source a training comes from: {folder, commit, dirty}, from `git status` in
/// the folder; dirty means that tracked files differ from the commit. Null, or null fields with a
/// reason, where the folder is in no git repository or git cannot tell within five seconds.
/// `scratch` is a file that may be written and is removed.
Json repository_state(Supervisor& supervisor, const std::filesystem::path& folder,
                      const std::filesystem::path& scratch);

}  // namespace mutlua
