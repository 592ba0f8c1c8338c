// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <set>
#include <string>

namespace mutlua {

/// What SESSION/unasked.json holds: the identities of trials that count for the session, but that
/// its script no longer asked for when it last came to its end. Empty without the file. Throws
/// Error(machine) if it cannot be read.
std::set<std::string> read_unasked(const std::filesystem::path& session);

/// Replaces the file, durably. Throws Error(machine).
void write_unasked(const std::filesystem::path& session, const std::set<std::string>& identities);

}  // namespace mutlua
