// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "system/governor_policies.h"
#include "system/lock.h"
#include "system/machine_facts.h"

namespace mutlua {

/// Sets the cpufreq governor of all cores for a while, and puts back what was there.
///
/// Before anything is changed, the Guardian is told what to put back should the runner die, and a
/// note is left in the lock folder for the next start should both die. To be destroyed before the
/// Guardian: the destructor restores.
class GovernorKeeper {
 public:
  /// `guardian` is Guardian::socket(), or -1 for none.
  explicit GovernorKeeper(int guardian, KernelFolders folders = KernelFolders::from_environment(),
                          std::filesystem::path lock_folder = mutlua::lock_folder());
  ~GovernorKeeper();
  GovernorKeeper(const GovernorKeeper&) = delete;
  GovernorKeeper& operator=(const GovernorKeeper&) = delete;

  /// Sets the governor of all policies; gives what was there before this object changed anything,
  /// "mixed" where they differed. Throws Error(usage) for a governor that is not offered, naming
  /// those that are; Error(machine) where there is no cpufreq, where we may not, or where another
  /// living runner keeps the governor. What was set before it threw is put back.
  std::string set(const std::string& name);

  /// Throws as set() would for a governor that is not offered here. Changes nothing.
  void expect_offered(const std::string& name) const;

  /// Puts back what was there. Gives what was left as it is, and why: a policy whose governor
  /// somebody else has changed meanwhile. Nothing to do the second time.
  std::vector<std::string> restore();

  /// The governor now; "mixed" where the policies differ; absent without cpufreq.
  std::optional<std::string> present() const;

 private:
  void clear_notes_of_others() const;
  GovernorChanges changes_to(const std::string& name) const;
  void announce() const;
  void write_all();

  int guardian_;
  KernelFolders folders_;
  std::filesystem::path lock_folder_;
  GovernorChanges changes_;
};

/// For the Guardian of a runner that is gone: puts back what it was told, and removes the runner's
/// note. Nothing is touched if another living runner has set the governor since.
Restored restore_for_dead(pid_t runner, const GovernorChanges& changes,
                          const KernelFolders& folders, const std::filesystem::path& lock_folder);

/// Puts back what a runner that was killed with its Guardian has left behind, as its note says.
/// Gives what was done or left, in sentences; none if there was nothing. Called by Guardian::fork.
std::vector<std::string> restore_left_governor(const KernelFolders& folders,
                                               const std::filesystem::path& lock_folder);

}  // namespace mutlua
