// SPDX-License-Identifier: MIT
#include "training/log_follower.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string_view>
#include <utility>

#include "base/error.h"

namespace mutlua {
namespace {

constexpr std::uint64_t kMostAtOnce = 16 << 20;  // a runaway log must not hold up the supervision

[[noreturn]] void fail(const std::filesystem::path& path) {
  throw Error(ErrorKind::machine,
              fmt::format("cannot read the log {}: {}", path.string(), std::strerror(errno)));
}

Descriptor open_if_there(const std::filesystem::path& path) {
  Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file && errno != ENOENT) fail(path);
  return file;
}

}  // namespace

LogFollower::LogFollower(std::filesystem::path path, const Model& model)
    : path_(std::move(path)), reader_(model) {}

bool LogFollower::poll(Instant at) {
  if (!file_) file_ = open_if_there(path_);
  if (!file_) return false;
  const std::uint64_t before = offset_;
  char buffer[64 << 10];
  while (offset_ - before < kMostAtOnce) {
    const ssize_t count =
        ::pread(file_.number(), buffer, sizeof buffer, static_cast<off_t>(offset_));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) fail(path_);
    if (count == 0) break;
    offset_ += static_cast<std::uint64_t>(count);
    reader_.feed(std::string_view(buffer, static_cast<std::size_t>(count)), at);
  }
  return offset_ > before;
}

void LogFollower::finish(Instant at) {
  while (poll(at)) {
  }
  reader_.finish(at);
}

}  // namespace mutlua
