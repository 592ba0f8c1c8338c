// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>

#include "base/json.h"
#include "lab/supervisor.h"

namespace mutlua {

/// The question to git, to be started in the repository's folder; its answer is the log.
Launch git_status(const std::filesystem::path& folder, const std::filesystem::path& log);

/// {folder, commit, dirty} from git's answer.
Json parse_git_status(const std::filesystem::path& folder, const std::string& answer);

/// Whether a folder lies in a git repository.
bool in_git_repository(const std::filesystem::path& folder);

/// "commit 1a2b3c4d -> 5e6f7a8b", "files changed since its commit 1a2b3c4d": how two states of a
/// repository differ; empty if they do not, or if one of them is unknown. Two states with changed
/// files count as equal: nothing tells them apart.
std::string source_difference(const Json& before, const Json& now);

bool same_folder(const std::filesystem::path& one, const std::filesystem::path& other);

/// The same of a source that was in another folder before, with the state of the present one; empty
/// only if it is the same commit, moved. What is unknown is a difference then.
std::string moved_difference(const Json& before, const std::filesystem::path& folder,
                             const Json& now);

/// Which version of its source a training comes from: {folder, commit, dirty}, from `git status` in
/// the folder; dirty means that tracked files differ from the commit. Null, or null fields with a
/// reason, where the folder is in no git repository or git cannot tell within five seconds.
/// `scratch` is a file that may be written and is removed.
Json repository_state(Supervisor& supervisor, const std::filesystem::path& folder,
                      const std::filesystem::path& scratch);

}  // namespace mutlua
