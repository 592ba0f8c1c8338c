// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "base/files.h"

namespace mutlua {

/// Counts the faults ("Xid") that the NVIDIA driver writes to the kernel's log from now on:
/// "NVRM: Xid (PCI:0000:05:00): 79, ...". Reads without waiting.
/// Source: Documentation/ABI/testing/dev-kmsg, Linux; "NVIDIA GPU Xid errors".
class XidWatch {
 public:
  explicit XidWatch(const std::filesystem::path& log = "/dev/kmsg");

  /// Reads what is new and gives the count so far; absent if the log may not be read (usually:
  /// not root).
  std::optional<int> count() noexcept;
  /// The newest such line, cut at 200 bytes; empty if there was none.
  std::string newest() const { return newest_; }

 private:
  void look_at(std::string_view record) noexcept;

  Descriptor log_;
  int count_ = 0;
  char newest_[201] = {};
};

}  // namespace mutlua
