// SPDX-License-Identifier: MIT
#pragma once

#include <cstdio>
#include <filesystem>
#include <string_view>

namespace mutlua {

/// A file that is replaced piece by piece, for content too large to be held in memory. As with
/// write_file the old content or the new one is there, and neither is made durable. All throw
/// Error(machine) with the path and the reason.
class FileReplacement {
 public:
  explicit FileReplacement(std::filesystem::path path);
  /// Takes away what was not committed.
  ~FileReplacement();
  FileReplacement(const FileReplacement&) = delete;
  FileReplacement& operator=(const FileReplacement&) = delete;

  void append(std::string_view content);
  /// Puts the new content in the old one's place. Call it once, last.
  void commit();

 private:
  std::filesystem::path path_;
  std::filesystem::path temporary_;
  std::FILE* file_;
};

}  // namespace mutlua
