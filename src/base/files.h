// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

namespace mutlua {

/// A file descriptor that closes itself.
class Descriptor {
 public:
  explicit Descriptor(int number = -1) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(other.release()) {}
  Descriptor& operator=(Descriptor&& other) noexcept;
  ~Descriptor() { close(); }

  int number() const { return number_; }
  explicit operator bool() const { return number_ >= 0; }
  int release();
  void close();

 private:
  int number_;
};

/// The whole file. Throws Error(machine) if it cannot be read or is larger than `limit` bytes.
std::string read_file(const std::filesystem::path& path, std::size_t limit = 64u << 20);

/// Replaces the file so that a crash at any moment leaves the old content or the new one, whole
/// and on disk: temporary file beside it, fsync, rename, fsync of the folder.
/// Throws Error(machine) with the path and the reason.
void write_file_durably(const std::filesystem::path& path, std::string_view content);

/// The same without the fsyncs, for files that can be derived again.
void write_file(const std::filesystem::path& path, std::string_view content);

/// Makes the folder's entries durable. Throws Error(machine).
void sync_folder(const std::filesystem::path& folder);

}  // namespace mutlua
