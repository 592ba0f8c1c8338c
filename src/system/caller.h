// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <optional>

namespace mutlua {

/// Who called sudo.
struct Caller {
  uid_t user = 0;
  gid_t group = 0;
};

/// The user who called this program by sudo and is to own what it makes. Absent if it does not run
/// as root, or was called by root itself. Source: sudo(8), SUDO_UID and SUDO_GID.
std::optional<Caller> caller_by_sudo();

/// Gives the caller what lies at a path, and in a folder all that is below it: what belongs to root
/// now, and has no further hard link. Links are given and not followed. A folder is given after
/// what is in it, and one that is not root's is taken for done and not looked into, so a call that
/// was cut short is completed by the next. Does nothing without a caller. False if something could
/// not be given.
bool give_to_caller(const std::filesystem::path& path);

/// The same of what lies in a folder, whoever owns the folder itself.
bool give_content_to_caller(const std::filesystem::path& folder);

/// The same of one thing alone: of a folder without what is in it.
bool give_only_to_caller(const std::filesystem::path& path);

}  // namespace mutlua
