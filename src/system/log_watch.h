// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <set>

#include "base/files.h"

namespace mutlua {

/// Tells which files have been written to (inotify).
class LogWatch {
 public:
  /// Throws Error(machine) if the user has too many inotify instances.
  LogWatch();

  /// Begins to watch a file; gives the number of the watch, the same for the same file.
  /// Throws Error(machine).
  int add(const std::filesystem::path& file);
  void remove(int watch);

  /// Readable when a watched file was written to since the last take().
  int descriptor() const { return inotify_.number(); }
  struct Written {
    std::set<int> watches;
    bool all = false;  ///< the kernel lost count: any of them may have been
  };
  Written take();

 private:
  Descriptor inotify_;
};

}  // namespace mutlua
