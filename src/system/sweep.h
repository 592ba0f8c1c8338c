// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <functional>
#include <set>

#include "base/units.h"

namespace mutlua {

/// What is to be killed: the caller's descendants.
struct Sweep {
  /// Reaps what has ended; true when nothing is left.
  std::function<bool()> none_left;
  /// Live children that are left alone, with what descends from them; asked before each round.
  std::function<std::set<pid_t>()> spared = [] { return std::set<pid_t>(); };
  /// A cgroup that is killed along with them; empty: none.
  std::filesystem::path cgroup = {};
};

/// Kills, round by round, until none is left: what forks faster than one round is caught by a
/// later one. REQUIRES: the caller is a sub-reaper, so that nothing can leave its descendants.
/// Gives the number of processes that it killed.
int sweep(const Sweep& what);

/// Asks the condition until it holds, at lengthening intervals of 0.1 ms to 50 ms.
/// False if it did not hold within `patience`.
bool wait_until(const std::function<bool()>& condition, Seconds patience);

}  // namespace mutlua
