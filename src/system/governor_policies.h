// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mutlua {

/// The cpufreq policies of a machine: groups of cores whose frequency one governor decides, in
/// devices/system/cpu/cpufreq/policyN/ below the sysfs root.
/// Source: Documentation/admin-guide/pm/cpufreq.rst, Linux.

/// The numbers of the policies, ascending; empty without cpufreq.
std::vector<int> cpufreq_policies(const std::filesystem::path& sysfs);

/// One word of a policy's file ("scaling_governor"); absent if unreadable.
std::optional<std::string> policy_word(const std::filesystem::path& sysfs, int policy,
                                       const std::string& file);

/// What that file says if all policies agree, else "mixed"; absent if none can be read.
std::optional<std::string> word_of_policies(const std::filesystem::path& sysfs,
                                            const std::string& file);

/// The governors that every policy offers.
std::vector<std::string> available_governors(const std::filesystem::path& sysfs);

/// 0, or the errno of what went wrong. Follows no link.
int write_governor(const std::filesystem::path& sysfs, int policy, const std::string& name);

/// One policy's governor as it was found, and what we put in its place.
struct GovernorChange {
  int policy = 0;
  std::string was;
  std::string set;
  bool operator==(const GovernorChange&) const = default;
};
using GovernorChanges = std::vector<GovernorChange>;

/// One line each: "POLICY WAS SET". At most kMostGovernorText bytes.
inline constexpr std::size_t kMostGovernorText = 32768;
std::string to_text(const GovernorChanges& changes);
/// What the text says; lines that are not of this form, with names of the kernel's form, are left
/// out, so that whatever the text, nothing but a governor's file of a policy is ever written to.
GovernorChanges governor_changes_in(std::string_view text);

/// What came of putting governors back.
struct Restored {
  std::vector<std::string> left;  ///< sentences: what was left as it is, and why
  bool complete = true;           ///< false: something could not be written; it may be tried again
};

/// Puts the old governors back where ours is still set. A policy that somebody else has changed
/// meanwhile is left as it is.
Restored restore_governors(const std::filesystem::path& sysfs, const GovernorChanges& changes);

}  // namespace mutlua
