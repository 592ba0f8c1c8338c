// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/files.h"
#include "training/log_reader.h"

namespace mutlua {

/// Reads a training's log file as it is written. A file that does not exist yet is an empty one.
class LogFollower {
 public:
  /// Throws Error(usage) if a pattern of the model cannot be used.
  LogFollower(std::filesystem::path path, const Model& model);

  /// Reads what is new, at most 16 MB of it; whether there was anything. Throws Error(machine) if
  /// reading fails.
  bool poll(Instant at);
  /// What comes from elsewhere than the file.
  void feed(std::string_view bytes, Instant at) { reader_.feed(bytes, at); }
  /// Reads the rest; the training has ended.
  void finish(Instant at);

  const LogReader& reader() const { return reader_; }
  const std::filesystem::path& path() const { return path_; }
  std::uint64_t bytes_read() const { return offset_; }
  std::vector<std::string> last_lines(std::size_t count) const { return reader_.last_lines(count); }

 private:
  std::filesystem::path path_;
  LogReader reader_;
  Descriptor file_;
  std::uint64_t offset_ = 0;
};

}  // namespace mutlua
