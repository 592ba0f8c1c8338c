// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <optional>

#include "system/governor_policies.h"

namespace mutlua {

/// The file `mutlua.governor` in the lock folder: which governors a runner has changed, for the
/// next start to find should runner and Guardian be killed at once.
struct GovernorNote {
  pid_t pid = 0;  ///< of the runner, with its start time
  std::uint64_t start_time = 0;
  std::string boot_id;
  std::string sysfs;  ///< the root that was written to
  GovernorChanges changes;

  bool of_living() const;
  bool operator==(const GovernorNote&) const = default;
};

/// A note of the calling process. The boot is told by `proc`.
GovernorNote own_note(const std::filesystem::path& proc, const std::filesystem::path& sysfs,
                      GovernorChanges changes);

/// The note, if it can be trusted: a plain file of root's or our own that nobody else may write to,
/// no link, of this boot and this sysfs root. Everything else is as if there were none.
std::optional<GovernorNote> read_governor_note(const std::filesystem::path& lock_folder,
                                               const std::filesystem::path& proc,
                                               const std::filesystem::path& sysfs);
/// Replaces the note in one step. Throws Error(machine).
void write_governor_note(const std::filesystem::path& lock_folder, const GovernorNote& note);
void remove_governor_note(const std::filesystem::path& lock_folder);

}  // namespace mutlua
