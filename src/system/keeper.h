// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>

#include "base/files.h"
#include "system/processes.h"

namespace mutlua {

/// What a keeper is given by the Guardian.
struct KeeperDuty {
  ProcessId id = 0;
  Descriptor guardian;  ///< socket to the Guardian
  Descriptor launch;    ///< PackedLaunch
  Descriptor log;       ///< standard output, and error unless that has its own
  Descriptor error;
  int lock = -1;                 ///< the machine lock, held on to until the end
  std::filesystem::path cgroup;  ///< to be made for the tree; empty: none
};

/// The life of a keeper: starts one tree, tells the Guardian of its start and its exit, and ends.
///
/// It is a sub-reaper, so that whatever the tree starts, in a session of its own, forked twice or
/// with a cleared environment, stays a descendant of this one process. What outlives the root has
/// half a second to end by itself and is killed then. When the Guardian is gone, all is killed at
/// once. REQUIRES: called in a process just forked by the Guardian.
[[noreturn]] void keep(KeeperDuty duty);

}  // namespace mutlua
