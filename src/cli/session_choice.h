// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "store/session_info.h"

namespace mutlua {

/// What was imported, and then our own sessions, oldest first.
std::vector<FoundSession> sessions_in(const std::filesystem::path& results, const Warn& warn);

/// True if no program of ours ran it.
bool is_imported(const FoundSession& session);

/// The session's name in the index: "run_20260301_133045", "imported/run_20251118_155526".
std::string name_in_index(const FoundSession& session);

/// The session that the user means: by name or folder, else the newest. Throws Error(usage) if
/// there is none.
FoundSession chosen_session(const std::filesystem::path& results, const std::string& wanted,
                            const Warn& warn);

}  // namespace mutlua
