// SPDX-License-Identifier: MIT
#include "legacy/foreign_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/error.h"
#include "base/files.h"

namespace mutlua {
namespace {

[[noreturn]] void fail(const std::filesystem::path& file, const std::string& why) {
  throw Error(ErrorKind::usage,
              fmt::format("{} cannot be read: {}", file.filename().string(), why));
}

}  // namespace

std::optional<std::string> read_foreign(const std::filesystem::path& file, std::size_t limit) {
  const Descriptor descriptor(::open(file.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
  if (!descriptor && (errno == ENOENT || errno == ENOTDIR)) return std::nullopt;
  if (!descriptor) fail(file, std::strerror(errno));
  struct stat status {};
  if (::fstat(descriptor.number(), &status) != 0) fail(file, std::strerror(errno));
  if (!S_ISREG(status.st_mode)) fail(file, "it is no regular file");
  if (static_cast<std::size_t>(status.st_size) > limit) {
    fail(file, fmt::format("it is larger than {} bytes", limit));
  }
  std::string content(static_cast<std::size_t>(status.st_size), '\0');
  std::size_t length = 0;
  while (length < content.size()) {
    const ssize_t count =
        ::read(descriptor.number(), content.data() + length, content.size() - length);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) fail(file, std::strerror(errno));
    if (count == 0) break;  // it shrank meanwhile
    length += static_cast<std::size_t>(count);
  }
  content.resize(length);
  return content;
}

}  // namespace mutlua
