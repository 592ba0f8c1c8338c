// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/units.h"

namespace mutlua {

/// Our own number of a process tree; never a pid, never used twice in one run of the program.
using ProcessId = std::uint64_t;

/// Descriptors of the caller for a program's standard output and error.
struct Streams {
  int output = -1;
  int error = -1;
};

/// What is to be started. The caller's environment is passed on, with these variables over it.
struct Launch {
  std::vector<std::string> argv;  ///< argv[0] is looked up on PATH if it has no slash
  std::vector<std::pair<std::string, std::string>> environment;
  std::filesystem::path folder;  ///< working folder; a relative argv[0] is relative to it
  std::filesystem::path log;     ///< standard output and error, created or truncated
  std::optional<Streams> streams = std::nullopt;  ///< where these go instead; there is no log then
};

struct Started {
  ProcessId id = 0;
  int pid = 0;
  Instant at;                         ///< just before the program was executed
  std::filesystem::path cgroup = {};  ///< holds the tree while it runs; empty: none
};

/// A process tree has ended: its root has exited and nothing that it started is alive.
struct Exit {
  ProcessId id = 0;
  Instant at;                    ///< when the root exited
  std::optional<int> exit_code;  ///< absent if a signal ended it, or it never started
  std::optional<int> signal;
  std::string failure;  ///< why it could not be started, else empty
  Seconds cpu_time{0};  ///< user and system time of the tree, as far as the kernel tells
  std::int64_t peak_memory_bytes = 0;  ///< largest resident set of one process of the tree
  int strays = 0;                      ///< processes that outlived the root and had to be killed
};

/// The log of a running process tree has grown.
struct Output {
  ProcessId id = 0;
};

/// The instant that wait() was given has come.
struct Deadline {};

/// Somebody wants the study to end: SIGINT, SIGTERM or SIGHUP.
struct StopRequest {
  int signal = 0;
};

using Event = std::variant<Deadline, Exit, Output, StopRequest>;

/// Starts process trees and waits for what happens next: the one place where the program waits.
struct Processes {
  virtual ~Processes() = default;

  /// Starts a tree in a process group, and where possible a cgroup, of its own. That a program
  /// cannot be executed is an Exit with a failure; throws Error(machine) if no tree can be started.
  virtual Started start(const Launch& launch) = 0;

  /// Asks the whole tree to end: SIGTERM, and SIGKILL to what is left after `grace`. Its Exit
  /// follows through wait(). Unknown or ended ids are ignored.
  virtual void stop(ProcessId id, Seconds grace) = 0;

  /// The next event, or Deadline at `until`. Throws Error(internal) if the supervision is lost.
  virtual Event wait(Instant until) = 0;

  /// "cgroup" or "subreaper": how the trees are held together; goes into every record.
  virtual std::string containment() = 0;
};

}  // namespace mutlua
