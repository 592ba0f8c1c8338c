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

  /// Puts back what was there. Gives what was left as it is, and why: a policy whose governor
  /// somebody else has changed meanwhile. Nothing to do the second time.
  std::vector<std::string> restore();

  /// The governor now; "mixed" where the policies differ; absent without cpufreq.
  std::optional<std::string> present() const;

 private:
  void refuse_unknown(const std::string& name) const;
  void announce();
  void write_all(const std::string& name);

  int guardian_;
  KernelFolders folders_;
  std::filesystem::path lock_folder_;
  GovernorChanges changes_;
};

/// Tells a Guardian what to put back when the runner is gone; nothing, if there are no changes.
void tell_guardian(int guardian, const GovernorChanges& changes);

/// Puts back what a runner that was killed with its Guardian has left behind, as its note says.
/// Gives what was done or left, in sentences; none if there was nothing. Called by Guardian::fork.
std::vector<std::string> restore_left_governor(const KernelFolders& folders,
                                               const std::filesystem::path& lock_folder);

}  // namespace mutlua
