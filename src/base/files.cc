// SPDX-License-Identifier: MIT
#include "base/files.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <utility>

#include "base/error.h"

namespace mutlua {
namespace {

enum class Access { reading, writing };

[[noreturn]] void fail(const char* what, const std::filesystem::path& path,
                       Access access = Access::writing) {
  const int reason = errno;
  std::string advice;
  if (reason == ENOSPC || reason == EDQUOT)
    advice = "; free some space and run the same command again";
  if (reason == EACCES || reason == EROFS) {
    advice = "; check its permissions";
    if (access == Access::writing) advice += ", or choose another folder with --results";
  }
  throw Error(ErrorKind::machine, fmt::format("cannot {} {}: {}{}", what, path.string(),
                                              std::strerror(reason), advice));
}

void write_all(int descriptor, std::string_view content, const std::filesystem::path& path) {
  while (!content.empty()) {
    const ssize_t written = ::write(descriptor, content.data(), content.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) fail("write", path);
    content.remove_prefix(static_cast<std::size_t>(written));
  }
}

void replace(const std::filesystem::path& path, std::string_view content, bool durable) {
  const std::filesystem::path temporary = path.string() + ".tmp";
  {
    const Descriptor file(
        ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666));
    if (!file) fail("create", temporary);
    write_all(file.number(), content, temporary);
    if (durable && ::fsync(file.number()) != 0) fail("make durable", temporary);
  }
  if (std::rename(temporary.c_str(), path.c_str()) != 0) fail("rename to", path);
  if (durable) sync_folder(path.parent_path());
}

}  // namespace

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
  if (this != &other) {
    close();
    number_ = other.release();
  }
  return *this;
}

int Descriptor::release() { return std::exchange(number_, -1); }

void Descriptor::close() {
  if (number_ >= 0) ::close(release());
}

std::string read_file(const std::filesystem::path& path, std::size_t limit) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file) fail("open", path, Access::reading);
  std::string content;
  char buffer[1 << 16];
  while (true) {
    const ssize_t count = ::read(file.number(), buffer, sizeof buffer);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) fail("read", path, Access::reading);
    if (count == 0) return content;
    content.append(buffer, static_cast<std::size_t>(count));
    if (content.size() > limit) {
      throw Error(
          ErrorKind::machine,
          fmt::format("{} is larger than {} bytes; nothing of it was read", path.string(), limit));
    }
  }
}

void write_file_durably(const std::filesystem::path& path, std::string_view content) {
  replace(path, content, true);
}

void write_file(const std::filesystem::path& path, std::string_view content) {
  replace(path, content, false);
}

void sync_folder(const std::filesystem::path& folder) {
  const Descriptor handle(
      ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!handle || ::fsync(handle.number()) != 0) fail("make durable", folder);
}

}  // namespace mutlua
