// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

#include "base/files.h"

namespace mutlua {

/// What the Guardian is told before it is forked.
struct GuardianOptions {
  /// The machine lock's descriptor (MachineLock::descriptor), or -1. The Guardian and its keepers
  /// hold it with the runner, so the lock is free exactly when the last of them is gone.
  int lock = -1;
  /// Put each tree into a cgroup v2 of its own where one is writable.
  bool use_cgroups = true;
};

/// The runner's hold on the Guardian: a small process that is the parent of every training.
///
/// The Guardian forks one Keeper per training, and when the runner is gone, however it went, it
/// has them kill everything at once. It is in a session of its own and ignores SIGINT, SIGTERM
/// and SIGHUP. Should it be killed itself, the keepers end their own trees.
class Guardian {
 public:
  /// Forks the Guardian. REQUIRES: called first in main, before threads, Lua and SQLite, because
  /// the Guardian lives on with a copy of what is in memory. Also makes the caller a sub-reaper,
  /// removes the cgroups that killed Guardians left behind, and puts back the governor that they
  /// did not. Throws Error(machine).
  static Guardian fork(const GuardianOptions& options = {});

  Guardian(Guardian&&) noexcept = default;
  Guardian& operator=(Guardian&&) = delete;
  /// Has the Guardian kill what still runs and waits, up to 5 s, until it is gone.
  ~Guardian();

  pid_t pid() const { return pid_; }
  int socket() const { return socket_.number(); }
  /// "cgroup" or "subreaper".
  const std::string& containment() const { return containment_; }
  /// What a killed run had left behind and was put right, in sentences for the user.
  const std::vector<std::string>& notes() const { return notes_; }

 private:
  Guardian(pid_t pid, Descriptor socket) : pid_(pid), socket_(std::move(socket)) {}

  pid_t pid_;
  Descriptor socket_;
  std::string containment_;
  std::vector<std::string> notes_;
};

}  // namespace mutlua
