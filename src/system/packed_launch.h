// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "base/files.h"
#include "system/processes.h"

namespace mutlua {

/// A Launch as the child needs it: the folder absolute, the environment complete.
struct PackedLaunch {
  std::string folder;
  std::vector<std::string> argv;
  std::vector<std::string> environment;  ///< "NAME=value"

  /// The caller's environment with the launch's variables over it, and PYTHONUNBUFFERED=1 unless
  /// one of them sets it. Throws Error(machine) for an empty argv or a NUL inside a text.
  static PackedLaunch from(const Launch& launch, char** caller_environment);

  /// An anonymous file that holds the texts, each ended by a NUL. Throws Error(machine), also for
  /// more than 16 MiB.
  Descriptor write() const;
  static PackedLaunch read(int file);
};

}  // namespace mutlua
