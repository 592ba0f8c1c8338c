// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <set>
#include <vector>

namespace mutlua {

/// One line of the kernel's process table. A pid is used again sooner or later; pid and start
/// time together name a process for one boot of the machine. Source: proc_pid_stat(5).
struct ProcessEntry {
  pid_t pid = 0;
  pid_t parent = 0;
  char state = '?';
  long threads = 0;
  std::uint64_t start_time = 0;  ///< clock ticks since boot

  /// A zombie is dead, unless it is the first thread of a process whose others go on.
  bool alive() const { return (state != 'Z' && state != 'X') || threads > 1; }
};

/// Absent if there is no such process.
std::optional<ProcessEntry> process_entry(pid_t pid);

/// True if the process with this pid and start time is still alive.
bool is_alive(pid_t pid, std::uint64_t start_time);

/// Everything that descends from a process, zombies included, parents before children; without
/// the processes in `spared` and what descends from them. Processes that come and go meanwhile
/// may be missing.
std::vector<ProcessEntry> descendants(pid_t ancestor, const std::set<pid_t>& spared = {});

/// The caller's children, dead ones included: in microseconds, where the kernel has the list
/// (CONFIG_PROC_CHILDREN), else none.
std::vector<pid_t> children_of_caller();

/// Sends a signal to the process that the entry was read from, not to a later one with its pid.
/// False if it is gone.
bool signal_process(const ProcessEntry& process, int signal);

}  // namespace mutlua
