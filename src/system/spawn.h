// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <string>

#include "base/files.h"
#include "base/units.h"
#include "system/packed_launch.h"

namespace mutlua {

/// A child on its way to being the training's root.
struct Spawned {
  pid_t pid = 0;
  Descriptor report;  ///< to be read by spawn_report() when it is readable
};

/// Forks the root of a tree: own process group, killed with its parent, standard input from
/// /dev/null, output and error where they are told, nothing else open, signals as a program expects
/// them. In `cgroup`, or in the caller's if that is empty. REQUIRES: a process with one thread that
/// lives as long as the root, because the kernel takes the end of the forking thread for the
/// parent's. Throws Error(machine) if the kernel refuses.
Spawned spawn(const PackedLaunch& launch, const Descriptor& output, const Descriptor& error,
              const Descriptor& cgroup);

/// How it went.
struct SpawnReport {
  Instant at;           ///< just before the program was executed, or when the child gave up
  std::string failure;  ///< "cannot start ./train.sh in /x: No such file or directory", or empty
};

/// Reads the next piece of the report. True at its end: the program runs, or the child is gone.
bool read_spawn_report(const Descriptor& report, const PackedLaunch& launch, SpawnReport& result);

}  // namespace mutlua
