// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>

namespace mutlua {

/// What the trials to come will take on the disk.
struct DiskNeed {
  std::optional<double> bytes;  ///< absent: it is unknown how long they take
  std::size_t folders = 0;      ///< of earlier trials, from which it is known; 0: from the rates
  std::optional<double> free;   ///< absent: the file system does not say

  bool is_short() const { return bytes && free && *bytes > *free; }
};

/// For so many trials whose trainings take so long in all; nothing is written in pauses. From
/// folders of the newest trials in the results whose records can be read: what a trial takes
/// besides, and for each second. Without any, from what a trace holds of each second: some ten
/// samples of every sensor, compressed.
DiskNeed disk_need(const std::filesystem::path& results, std::size_t trials,
                   std::optional<double> seconds);

}  // namespace mutlua
