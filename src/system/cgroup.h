// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <optional>
#include <string>

#include "base/files.h"
#include "base/units.h"

namespace mutlua {

/// Cgroups, version 2, that hold one training each: `mutlua.<pid namespace>.<pid>.<start time>/<n>`
/// below the cgroup that the program is in, named after the Guardian that made them. No controller
/// is needed: they are for killing a tree at once and for its cpu time.
/// Source: Documentation/admin-guide/cgroup-v2.rst, Linux.

/// Where a process is, from its /proc/PID/mountinfo and /proc/PID/cgroup; absent without cgroup v2.
std::optional<std::filesystem::path> cgroup_folder(const std::string& mountinfo,
                                                   const std::string& cgroup);
/// The same for the calling process.
std::optional<std::filesystem::path> own_cgroup();

/// Makes the folder for the calling Guardian's cgroups, after trying that a process can be started
/// in one and that it can be killed (Linux 5.14). Absent where that is not so.
std::optional<std::filesystem::path> make_cgroups();

/// Kills and removes what Guardians that are dead left behind below `parent`.
void remove_stale_cgroups(const std::filesystem::path& parent);

/// Makes a cgroup; false if the kernel refuses.
bool make_cgroup(const std::filesystem::path& cgroup);
/// Opens it for fork_into(). Empty if it is not there.
Descriptor open_cgroup(const std::filesystem::path& cgroup);
/// Like fork(), but the child begins its life in the cgroup; an empty one is the caller's own. To
/// move a process later would stop every fork and exit of the machine for some milliseconds.
/// REQUIRES: the caller has one thread. Source: clone(2), CLONE_INTO_CGROUP, Linux 5.7.
pid_t fork_into(const Descriptor& cgroup);
/// Sends SIGKILL to all that is in it, and in cgroups below it.
void kill_cgroup(const std::filesystem::path& cgroup);
/// User and system time of all that was ever in it.
std::optional<Seconds> cgroup_cpu_time(const std::filesystem::path& cgroup);
/// Removes it with the cgroups below it; kills what is in them and waits a little for the end of
/// that. False if it is still there.
bool remove_cgroup(const std::filesystem::path& cgroup);

}  // namespace mutlua
